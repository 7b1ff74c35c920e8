package dev.tenon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the package of a module that holds the CPU kernels of a library declared elsewhere. One scalar and one vector kernel is generated
 * for each pointwise operator and reduction of the specs, and the provider that registers them beside the hand-written kernels they name.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface CpuKernels {
    /** The spec files, as resources on the class path; one named {@code index} lists others in its folder, one a line. */
    String[] specs();

    /** The package of the operator records. */
    String records();

    /** The package the kernels are written to. */
    String target();

    /** The package of the hand-written kernels that specs name: each is in the one below it that has its spec file's name. */
    String natives() default "dev.tenon.cpu.kernels";
}
