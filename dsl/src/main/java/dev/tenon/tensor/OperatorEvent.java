package dev.tenon.tensor;

import dev.tenon.spi.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A call of an operator in a flight recording ({@code java -XX:StartFlightRecording}): one for each call that is not a part of another. On a GPU it
 * lasts until the work is queued.
 */
@Name("dev.tenon.Operator")
@Label("Operator")
@Category("Tenon")
@Description("A call of an operator on tensors")
@StackTrace(false)
final class OperatorEvent extends Event {
    /** Asked in the place of new events: it is no object on the way of a call that nobody records. */
    private static final OperatorEvent PROBE = new OperatorEvent();

    @Label("Operator")
    @Nullable String operator;

    @Label("Inputs")
    @Description("Shapes and dtypes of the tensors that were given")
    @Nullable String inputs;

    @Label("Outputs")
    @Description("Shapes and dtypes of the tensors that were made")
    @Nullable String outputs;

    @Label("Device")
    @Nullable String device;

    @Label("Allocated")
    @DataAmount
    long allocated;

    /** Whether a recording wants the call that begins. */
    static boolean isWanted(Context context) {
        return PROBE.isEnabled() && !context.inEvent;
    }

    static <R> R of(Context context, Op op, @Nullable Tensor[] inputs, Function<R, List<Tensor>> outputs, Supplier<R> call) {
        var event = new OperatorEvent();
        context.inEvent = true;
        event.begin();
        try {
            var result = call.get();
            event.end();
            if (event.shouldCommit()) {
                event.fill(op, Arrays.stream(inputs).filter(Objects::nonNull).toList(), outputs.apply(result));
                event.commit();
            }
            return result;
        } finally {
            context.inEvent = false;
        }
    }

    private void fill(Op op, List<Tensor> given, List<Tensor> made) {
        operator = op.descriptor().called();
        inputs = text(given);
        outputs = text(made);
        device = Stream.concat(made.stream(), given.stream()).findFirst().map(tensor -> tensor.device().toString()).orElse("");
        allocated = made.stream().filter(output -> given.stream().noneMatch(output::sharesStorage))
            .mapToLong(output -> output.numel() * output.dtype().bytes()).sum();
    }

    private static String text(List<Tensor> tensors) {
        return tensors.stream().map(tensor -> tensor.dtype() + " " + tensor.shape()).collect(Collectors.joining(", "));
    }
}
