/** Tables from CSV files. */
@NullMarked
package dev.tenon.data.csv;

import org.jspecify.annotations.NullMarked;
