package dev.tenon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that is an argument of CUDA kernels. Its components are the structure's members: {@code int}, {@code long}, {@code float},
 * {@code double} and {@code boolean}, arrays of one or two dimensions of these, and other such records. For a record
 * {@code com.example.Window} the resource {@code META-INF/tenon/cuda/com/example/Window.cuh} with {@code struct Window} is written, whose
 * members are called as the components are, in snake_case, and beside the record the class {@code WindowStruct}, whose method
 * {@code write} puts a value into a launch's arguments. A truth is an {@code int}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface CudaStruct {
    /** The structure's name where it is not the record's. */
    String value() default "";

    /** For an array component: how many elements the member, or each of its rows, has. Fewer are followed by zeros. */
    @Documented
    @Retention(RetentionPolicy.SOURCE)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Length {
        int value();
    }

    /**
     * For a component of two dimensions: how many rows the member has. Without it the structure is a template of the number of rows, which
     * the last member has, {@code template <int ROWS> struct Window}. For a component that is such a template: with how many rows.
     */
    @Documented
    @Retention(RetentionPolicy.SOURCE)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Rows {
        int value();
    }
}
