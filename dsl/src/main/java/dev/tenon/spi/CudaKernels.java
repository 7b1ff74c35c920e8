package dev.tenon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the package of a module that holds the GPU kernels of a library declared elsewhere. The CUDA C++ text of each pointwise operator,
 * its fused gradients and each reduction of the specs is written as the resource {@code META-INF/tenon/cuda/RECORDS/NAME.cu}, where RECORDS
 * is the package of the operator records as a path, and with them the provider that launches them beside the hand-written kernels that
 * specs name.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface CudaKernels {
    /** The spec files, as resources on the class path; one named {@code index} lists others in its folder, one a line. */
    String[] specs();

    /** The package of the operator records. */
    String records();

    /** The package the provider is written to. */
    String target();

    /** The package of the hand-written kernels that specs name: each is in the one below it that has its spec file's name. */
    String natives() default "dev.tenon.gpu.kernels";
}
