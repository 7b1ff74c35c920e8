package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.Shape;
import dev.tenon.memory.Scope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tensors whose scope has ended, as operands of every method of a tensor, those that would hand them on unseen included. */
class ReleasedOperandsTest {
    /** What gives another tensor than this, and what changes which scope it belongs to. */
    private static final Set<String> OTHERS = Set.of("grad", "gradForUpdate", "escape", "keepFrom", "moveTo");

    private final Set<String> accepting = new TreeSet<>();

    @Test
    void every_method_that_makes_a_tensor_refuses_a_released_one() throws ReflectiveOperationException {
        var refusing = new TreeSet<String>();
        for (var method : Tensor.class.getMethods()) {
            if (makesTensors(method)) {
                for (var dtype : List.of(DType.FLOAT32, DType.INT64, DType.BOOL)) {
                    if (refuses(method, dtype)) {
                        refusing.add(method.getName());
                        break;
                    }
                }
            }
        }
        assertThat(accepting).isEmpty();
        assertThat(refusing).hasSizeGreaterThan(300).contains("contiguous", "t", "reshapeAs", "expandAs", "viewAs", "detach", "to",
            "squeeze",
            "flatten", "dropout", "clone", "relu");
    }

    private static boolean makesTensors(Method method) {
        var type = method.getReturnType();
        return !Modifier.isStatic(method.getModifiers()) && makesTensors(method, type);
    }

    private static boolean makesTensors(Method method, Class<?> type) {
        return type == Tensor.class && !OTHERS.contains(method.getName()) || type == List.class
            || type.isRecord() && type.getPackageName().equals("dev.tenon.tensor");
    }

    /** Whether the method takes these operands, and does not where one of them has been released. */
    private boolean refuses(Method method, DType dtype) throws ReflectiveOperationException {
        var args = arguments(method, dtype);
        if (args == null || call(method, ones(2, 2).to(dtype), args) != null) {
            return false;
        }
        expect(method + " of " + dtype, call(method, released(dtype), args));
        for (int i = 0; i < args.length; i++) {
            if (args[i] instanceof Tensor given) {
                var changed = args.clone();
                changed[i] = released(given.dtype(), given.shape().toArray());
                expect("operand " + i + " of " + method + " of " + dtype, call(method, ones(2, 2).to(dtype), changed));
            }
        }
        return true;
    }

    private void expect(String what, @Nullable Throwable error) {
        if (!(error instanceof ReleasedException)) {
            accepting.add(what + ": " + error);
        }
    }

    private static Tensor released(DType dtype) {
        return released(dtype, 2, 2);
    }

    private static Tensor released(DType dtype, long... sizes) {
        try (var _ = Scope.open("test")) {
            return ones(sizes).to(dtype).clone();
        }
    }

    private static @Nullable Throwable call(Method method, Tensor target, Object[] args) throws ReflectiveOperationException {
        try {
            method.invoke(target, args);
            return null;
        } catch (InvocationTargetException e) {
            return e.getTargetException();
        }
    }

    private static Object @Nullable [] arguments(Method method, DType dtype) {
        var types = method.getParameterTypes();
        var args = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            args[i] = argument(types[i], dtype);
            if (args[i] == null) {
                return null;
            }
        }
        return args;
    }

    private static @Nullable Object argument(Class<?> type, DType dtype) {
        if (type.isEnum() && type != DType.class) {
            return type.getEnumConstants()[0];
        }
        return switch (type.getSimpleName()) {
            case "Tensor" -> ones(2, 2).to(dtype);
            case "long", "Long" -> 1L;
            case "int", "Integer" -> 1;
            case "double", "Double" -> 0.5;
            case "boolean", "Boolean" -> false;
            case "Number" -> 1;
            case "DType" -> dtype;
            case "Device" -> Device.CPU;
            case "Shape" -> Shape.of(2, 2);
            case "long[]" -> new long[] {1, 1};
            case "Index" -> all();
            case "Index[]" -> new Index[] {all()};
            case "Object[]" -> new Object[] {0};
            case "UnaryOperator" -> UnaryOperator.identity();
            default -> null;
        };
    }
}
