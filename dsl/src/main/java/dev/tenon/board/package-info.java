/** Event files that TensorBoard shows. */
@NullMarked
package dev.tenon.board;

import org.jspecify.annotations.NullMarked;
