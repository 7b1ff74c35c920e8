/** What kernels are made of: an operator's run on a device, its launches, and the bases of the generated kernels. */
@NullMarked
package dev.tenon.gpu.launch;

import org.jspecify.annotations.NullMarked;
