package dev.tenon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the package of a module that holds the CUDA kernels of a library declared elsewhere. The CUDA C++ text of each pointwise operator
 * and reduction of the specs is written as the resource {@code META-INF/tenon/cuda/NAME.cu}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface CudaKernels {
    /** The spec files, as resources on the class path. */
    String[] specs();
}
