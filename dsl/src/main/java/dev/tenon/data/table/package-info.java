/** Tables of named columns, numbers and categories: what tabular files are read into, scaled, coded, and made datasets of. */
@NullMarked
package dev.tenon.data.table;

import org.jspecify.annotations.NullMarked;
