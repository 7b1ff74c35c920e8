package dev.tenon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the package or class beside which a library of operators is generated from its spec files.
 * With {@code tenon-codegen} on the annotation processor path,
 * <pre>{@code
 * @OpLibrary(specs = "META-INF/tenon/my-ops.yaml", api = "MyOps")
 * package com.example.ops;
 * }</pre>
 * makes the class {@code MyOps} with one static method per operator, the operators' records, gradient rules and CPU kernels, their
 * catalogue {@code MyOpsCatalog}, their reference pages, and the registration by which Tenon finds the kernels. Where
 * {@code tenon-kernels-gpu} is on the class path, GPU kernels are generated, too.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface OpLibrary {
    /** The spec files, as resources of this module; one named {@code index} lists others in its folder, one a line. */
    String[] specs();

    /** The {@link #api} classes of other libraries whose operators the specs call. Tenon's own are always known. */
    Class<?>[] uses() default {};

    /** The simple name of the class with one static method per operator. */
    String api();

    /** The simple name of the class of fluent methods; for Tenon's own tensor type, empty elsewhere. */
    String fluent() default "";

    /** The package of the operator records; empty for the annotated package. */
    String records() default "";

    /** The package of the optimizers' settings and of the class with their factories; empty for the annotated package. */
    String optimizers() default "";

    /** Classes with the hand-written static methods that specs name, such as {@code Gradients.unreduce}. */
    Class<?>[] support() default {};

    /** The package of the layers; {@code *} in it stands for the name of their spec file. Empty for {@code nn} below the annotated one. */
    String layers() default "";

    /** The class with one static method per layer; empty for {@code MyLayers} in the annotated package, of {@code MyOps}. */
    String layerApi() default "";

    /** The class of methods that declare layers; for Tenon's own declarations, empty elsewhere. */
    String layerMethods() default "";

    /** The package of the CPU kernels; empty for the annotated package, {@code none} to generate no kernels here. */
    String kernels() default "";
}
