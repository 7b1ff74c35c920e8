/** What everything else speaks of: element types, shapes, devices, and the exceptions with which wrong calls end. */
@NullMarked
package dev.tenon.core;

import org.jspecify.annotations.NullMarked;
