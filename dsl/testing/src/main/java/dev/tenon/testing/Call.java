package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An operator with the arguments of one call, among which its tensors can be exchanged.
 *
 * @param name what reports call it
 * @param operator gives a tensor, a list of tensors or a record of them
 * @param arguments tensors, lists of tensors and whatever else it takes
 */
record Call(String name, Function<List<@Nullable Object>, Object> operator, List<@Nullable Object> arguments) {

    /** The tensors among the arguments, in order, those of lists included. */
    List<Tensor> tensors() {
        var tensors = new ArrayList<Tensor>();
        arguments.forEach(argument -> collect(argument, tensors));
        return tensors;
    }

    private static void collect(@Nullable Object value, List<Tensor> tensors) {
        switch (value) {
            case Tensor tensor -> tensors.add(tensor);
            case List<?> list -> list.forEach(item -> collect(item, tensors));
            case null, default -> {
            }
        }
    }

    /** The same call of other tensors. */
    Call with(List<Tensor> tensors) {
        var next = tensors.iterator();
        var changed = new ArrayList<@Nullable Object>();
        arguments.forEach(argument -> changed.add(replaced(argument, old -> next.next())));
        return new Call(name, operator, Collections.unmodifiableList(changed));
    }

    /** The same call with something done to every tensor. */
    Call each(UnaryOperator<Tensor> change) {
        return with(tensors().stream().map(change).toList());
    }

    /** The same call of floating tensors of another dtype; the others stay. */
    Call floating(DType dtype) {
        return each(tensor -> tensor.dtype().isFloating() ? tensor.to(dtype) : tensor);
    }

    private static @Nullable Object replaced(@Nullable Object value, UnaryOperator<Tensor> change) {
        return switch (value) {
            case Tensor tensor -> change.apply(tensor);
            case List<?> list -> list.stream().map(item -> replaced(item, change)).toList();
            case null, default -> value;
        };
    }

    /** The results; whatever is drawn at random is drawn alike in every call. */
    List<Tensor> results() {
        Generator.global().manualSeed(0);
        return flat(operator.apply(arguments));
    }

    private List<Tensor> flat(Object result) {
        return switch (result) {
            case Tensor tensor -> List.of(tensor);
            case List<?> list -> list.stream().flatMap(item -> flat(item).stream()).toList();
            case Record several -> Arrays.stream(several.getClass().getRecordComponents()).flatMap(component -> {
                try {
                    // The record may be of a class that others do not see.
                    var accessor = component.getAccessor();
                    accessor.setAccessible(true);
                    return flat(accessor.invoke(several)).stream();
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(name + " gives a record that cannot be read", e);
                }
            }).toList();
            default -> throw new AssertionError(name + " gives " + result + ", which is no tensor");
        };
    }

    /** The same call of operands without a history. */
    Call plain() {
        return each(Tensor::detach);
    }

    /** The same call of copies, which want a gradient where the tensors do. */
    Call leaves() {
        return each(tensor -> tensor.detach().clone().requiresGrad_(tensor.requiresGrad()));
    }

    /** The arguments in a line: tensors by dtype and shape. */
    String described() {
        return arguments.stream().map(Call::described).collect(Collectors.joining(", "));
    }

    private static String described(@Nullable Object value) {
        return switch (value) {
            case Tensor tensor ->
                tensor.dtype() + " " + tensor.shape() + (tensor.device().equals(Device.CPU) ? "" : " on " + tensor.device());
            case List<?> list -> list.stream().map(Call::described).collect(Collectors.joining(", ", "[", "]"));
            case null, default -> String.valueOf(value);
        };
    }
}
