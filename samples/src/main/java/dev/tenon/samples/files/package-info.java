/** Files that are damaged, and files that are being written when the process is killed. */
@NullMarked
package dev.tenon.samples.files;

import org.jspecify.annotations.NullMarked;
