/** Tables from Parquet files. */
@NullMarked
package dev.tenon.data.parquet;

import org.jspecify.annotations.NullMarked;
