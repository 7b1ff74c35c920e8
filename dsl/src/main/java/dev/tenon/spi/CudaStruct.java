package dev.tenon.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record that is an argument of CUDA kernels. Its components, of types {@code int}, {@code long}, {@code float}, {@code double} and
 * {@code boolean}, are the structure's members: for a record {@code com.example.Window} the resource
 * {@code META-INF/tenon/cuda/com/example/Window.cuh} with {@code struct Window} is written, whose members are called as the components are,
 * in snake_case, and beside the record the class {@code WindowStruct}, whose method {@code write} puts a value into a launch's arguments.
 * A truth is an {@code int}.
 */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface CudaStruct {
    /** For an array component of {@code int} or {@code long}: how many elements the member has. Fewer are followed by zeros. */
    @Documented
    @Retention(RetentionPolicy.SOURCE)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Length {
        int value();
    }
}
