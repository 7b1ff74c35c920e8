/** Off-heap memory: a caching pool, storages shared by views, and scopes that free what was created in them. */
@NullMarked
package dev.tenon.memory;

import org.jspecify.annotations.NullMarked;
