package dev.tenon.samples.surface;

import static dev.tenon.Tenon.arange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.Shape;
import dev.tenon.memory.Scope;
import dev.tenon.nn.linear.Linear;
import dev.tenon.ops.Relu;
import dev.tenon.spi.Inference;
import dev.tenon.spi.KernelCall;
import dev.tenon.tensor.GradRule;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * User code cannot end the JVM by what it can reach: no public or protected member of the library hands out an array that someone goes on using, or an address,
 * but where the class says in its name that it is unchecked.
 */
class PublicSurfaceTest {
    /** What hands out a tensor's memory within its bounds and until its scope ends, as the JDK checks at every access; a test below holds both to that. */
    private static final Set<String> CHECKED_BY_THE_JDK = Set.of("Tensor.segment", "Tensor.asByteBuffer");
    /** What only the user's own code answers: the gradients that a rule of its own hands in. */
    private static final Set<Class<?>> WRITTEN_BY_THE_USER = Set.of(GradRule.class);

    private static List<Method> methods() {
        return LibraryClasses.all().stream().filter(type -> !LibraryClasses.isUnchecked(type))
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods())).filter(LibraryClasses::isOpen).toList();
    }

    /** The JDK answers for annotations with copies, and for enums as well. */
    private static boolean isOfTheUser(Method method) {
        return WRITTEN_BY_THE_USER.contains(method.getDeclaringClass()) || method.getDeclaringClass().isAnnotation();
    }

    @TestFactory
    Stream<DynamicTest> an_array_that_is_handed_out_is_a_copy() {
        return methods().stream().filter(method -> method.getReturnType().isArray() && !isOfTheUser(method))
            .map(method -> DynamicTest.dynamicTest(method.toString(), () -> Copies.requireCopied(method)));
    }

    @Test
    void what_is_called_and_vandalised_leaves_the_tensors_as_they_were() throws ReflectiveOperationException {
        for (var method : methods()) {
            if (method.getReturnType().isArray() && !isOfTheUser(method)) {
                Copies.requireCopied(method);
            }
        }
        for (var tensor : Copies.TENSORS) {
            assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
            assertThat(tensor.stride(0)).isEqualTo(3);
            assertThat(tensor.stride(1)).isOne();
            assertThat(tensor.toLongArray()).containsExactly(0, 1, 2, 3, 4, 5);
        }
    }

    @Test
    void nothing_else_holds_arrays_or_memory() {
        assertThat(methods()).filteredOn(method -> !method.getReturnType().isArray())
            .filteredOn(method -> method.getGenericReturnType().getTypeName().matches(".*(\\[]|MemorySegment|Buffer\\b).*"))
            .extracting(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
            .containsExactlyInAnyOrderElementsOf(CHECKED_BY_THE_JDK);
        assertThat(methods()).noneMatch(method -> method.getReturnType().isArray() && isMemory(method.getReturnType().getComponentType()));
    }

    private static boolean isMemory(Class<?> type) {
        return MemorySegment.class.isAssignableFrom(type) || Buffer.class.isAssignableFrom(type);
    }

    @Test
    void no_method_takes_or_hands_out_an_address() {
        assertThat(methods()).noneMatch(method -> method.getReturnType() == long.class && isAddress(method.getName()))
            .noneMatch(method -> Arrays.stream(method.getParameters()).anyMatch(PublicSurfaceTest::isAddress));
    }

    private static boolean isAddress(Parameter parameter) {
        return parameter.getType() == long.class && isAddress(parameter.getName());
    }

    private static boolean isAddress(String name) {
        return name.matches("(?i).*(address|pointer|ptr)");
    }

    @Test
    void no_field_is_an_array_or_can_be_changed() {
        assertThat(LibraryClasses.all().stream().flatMap(type -> Arrays.stream(type.getDeclaredFields())).filter(LibraryClasses::isOpen))
            .isNotEmpty().noneMatch(PublicSurfaceTest::isLoose);
    }

    private static boolean isLoose(Field field) {
        return field.getType().isArray() || isMemory(field.getType()) || !Modifier.isFinal(field.getModifiers());
    }

    @Test
    void no_record_holds_an_array() {
        assertThat(LibraryClasses.all()).filteredOn(Class::isRecord)
            .allSatisfy(type -> assertThat(type.getRecordComponents()).noneMatch(component -> component.getType().isArray()));
    }

    @Test
    void calls_of_rules_and_kernels_are_made_only_where_the_name_says_unchecked() {
        for (var type : List.of(Inference.class, KernelCall.class)) {
            assertThat(type.getConstructors()).isEmpty();
            assertThat(methods()).noneMatch(method -> method.getReturnType() == type);
        }
    }

    @Test
    void a_segment_ends_with_its_scope_and_at_its_bounds() {
        MemorySegment segment;
        ByteBuffer buffer;
        try (var scope = Scope.open("scope")) {
            var tensor = arange(4.0);
            segment = tensor.segment();
            buffer = tensor.asByteBuffer();
            assertThatThrownBy(() -> segment.set(ValueLayout.JAVA_BYTE, segment.byteSize(), (byte) 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> buffer.put(buffer.capacity(), (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> segment.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> buffer.get(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void the_classes_are_those_of_the_library() {
        assertThat(LibraryClasses.all()).contains(Tensor.class, Ops.class, Relu.class, Linear.class)
            .hasSizeGreaterThan(500);
    }
}
