/** Where elements lie: strides, rows, regions, copies between layouts, positions that indices name. */
@NullMarked
package dev.tenon.cpu.layout;

import org.jspecify.annotations.NullMarked;
