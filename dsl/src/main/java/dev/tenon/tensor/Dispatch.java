package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DefaultDtype;
import dev.tenon.core.Device;
import dev.tenon.core.TenonException;
import dev.tenon.spi.Attributes;
import dev.tenon.spi.Backends;
import dev.tenon.spi.InPlaceOp;
import dev.tenon.spi.Inference;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.spi.Primitive;
import dev.tenon.spi.UncheckedCall;
import java.lang.ref.Reference;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one funnel: every operator call is a record of attributes applied to tensors here, where it is checked, told to the listener, run and
 * recorded. A primitive operator is inferred and its kernel run; any other is a body of further calls.
 */
public final class Dispatch {
    private Dispatch() {}

    // ---- primitive operators ----------------------------------------------------------------------------------------

    /** Applies an operator with one output. A null rule means that it has no gradient. */
    public static Tensor apply(Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor... inputs) {
        return call(op, rule, inputs.clone(), null, null)[0];
    }

    /** Applies an operator of one input. */
    public static Tensor apply(Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor input) {
        return call(op, rule, new @Nullable Tensor[] {input}, null, null)[0];
    }

    /** Applies an operator of two inputs. */
    public static Tensor apply(Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor first, @Nullable Tensor second) {
        return call(op, rule, new @Nullable Tensor[] {first, second}, null, null)[0];
    }

    /** Applies an operator with several outputs. */
    public static Tensor[] applyMany(Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor... inputs) {
        return call(op, rule, inputs.clone(), null, null);
    }

    /** Runs a fused backward operator: no history, one output per gradient. */
    public static Tensor[] fused(Primitive op, @Nullable Tensor... inputs) {
        return call(op, null, inputs.clone(), null, null);
    }

    /** Runs an operator that writes into those of its inputs that its entry names, such as an optimizer's fused step. */
    public static void mutate(Primitive op, @Nullable Tensor... inputs) {
        call(op, null, inputs.clone(), null, null);
    }

    /**
     * Writes the result of a pointwise operator into its first operand, whose version counter notes it.
     *
     * @throws ArgumentException if the operator is another one: its kernel would read what it has already written
     */
    public static Tensor inPlace(Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor... given) {
        if (op.descriptor().kind() != OpDescriptor.Kind.POINTWISE) {
            throw new ArgumentException(op.descriptor().name() + ": only pointwise operators write over their operand"
                + "\n  try:   the operator without the underscore, and copy_");
        }
        var operands = given.clone();
        var self = operands[0];
        if (self == null) {
            throw new ArgumentException(WriteTarget.name(op) + ": the tensor to change is null\n  try:   pass a tensor");
        }
        call(op, rule, operands, null, self);
        return self;
    }

    /** Fills new memory by an operator without inputs: random numbers, ranges, constants. */
    static Tensor create(Primitive op, Device device) {
        return call(op, null, new Tensor[0], device, null)[0];
    }

    // ---- operators that are made of others --------------------------------------------------------------------------

    /** Calls an operator that is made of others. Its inputs are checked as its signature says; errors of its parts are told in its name. */
    public static Tensor compose(Op op, Supplier<Tensor> body, @Nullable Tensor... inputs) {
        return composed(op, body, List::of, inputs);
    }

    /** {@link #compose} for results of different meaning. */
    public static <R extends Results> R composeMany(Op op, Supplier<R> body, @Nullable Tensor... inputs) {
        return composed(op, body, Results::tensors, inputs);
    }

    /** {@link #compose} for a list of results. */
    public static List<Tensor> composeList(Op op, Supplier<List<Tensor>> body, @Nullable Tensor... inputs) {
        return composed(op, body, Function.identity(), inputs);
    }

    /** {@link #compose} where the operator has a gradient of its own: its parts are not recorded, and what is recorded is one call of it. */
    public static Tensor compose(Op op, GradRule<?> rule, Supplier<Tensor> body, @Nullable Tensor... inputs) {
        return composed(op, () -> differentiated(op, rule, () -> new Tensor[] {body.get()}, inputs), List::of, inputs)[0];
    }

    /** {@link #compose(Op, GradRule, Supplier, Tensor...)} for results of different meaning, which come in their order. */
    public static List<Tensor> composeMany(Op op, GradRule<?> rule, Supplier<? extends Results> body, @Nullable Tensor... inputs) {
        return composeList(op, rule, () -> body.get().tensors(), inputs);
    }

    /** {@link #compose(Op, GradRule, Supplier, Tensor...)} for a list of results. */
    public static List<Tensor> composeList(Op op, GradRule<?> rule, Supplier<List<Tensor>> body, @Nullable Tensor... inputs) {
        return List.of(composed(op, () -> differentiated(op, rule, () -> body.get().toArray(new Tensor[0]), inputs), List::of, inputs));
    }

    private static Tensor[] differentiated(Op op, GradRule<?> rule, Supplier<Tensor[]> body, @Nullable Tensor[] inputs) {
        var context = Context.current();
        if (!context.gradEnabled || !History.isWanted(inputs)) {
            return body.get();
        }
        Tensor[] outputs;
        try (var off = GradMode.noGrad()) {
            outputs = body.get();
        }
        History.separate(inputs, outputs);
        if (outputs.length > 0 && History.isKept(op, inputs, outputs)) {
            History.record(op, rule, inputs, outputs, null, context);
        }
        return outputs;
    }

    /** Writes what an operator makes of its first input over that tensor. */
    public static Tensor replace(Op op, UnaryOperator<Tensor> operator, @Nullable Tensor... inputs) {
        var inPlace = new InPlaceOp(op);
        return compose(inPlace, () -> InPlace.replace(inPlace.descriptor().called(), inputs[0], operator), inputs);
    }

    /** Calls the hand-written form in place of an operator. */
    public static Tensor change(Op op, Supplier<Tensor> body, @Nullable Tensor... inputs) {
        return compose(new InPlaceOp(op), body, inputs);
    }

    /**
     * Moves a tensor: the body makes the other one, which depends on the first by the rule. It waits for what was queued before, whose errors
     * are told in the names of the operators that they are of.
     */
    static Tensor move(Op op, GradRule<?> rule, Tensor input, Supplier<Tensor> body) {
        var context = Context.current();
        var inputs = new Tensor[] {input};
        Supplier<Tensor> recorded = () -> {
            var moved = body.get();
            if (context.gradEnabled && input.requiresGrad()) {
                History.record(op, rule, inputs, new Tensor[] {moved}, null, context);
            }
            return moved;
        };
        return context.listening == null ? recorded.get() : context.listening.tell(context, op, inputs, List::of, recorded);
    }

    /** A call that nobody hears of and that has no history is no more than its body: it must cost nothing beside small kernels. */
    private static <R> R composed(Op op, Supplier<R> body, Function<R, List<Tensor>> outputs, @Nullable Tensor[] inputs) {
        var context = Context.current();
        return context.autocast == null ? composed(context, op, body, outputs, inputs)
            : context.autocast.within(op, () -> composed(context, op, body, outputs, inputs));
    }

    private static <R> R composed(Context context, Op op, Supplier<R> body, Function<R, List<Tensor>> outputs,
        @Nullable Tensor[] inputs) {
        return OperatorEvent.isWanted(context)
            ? OperatorEvent.of(context, op, inputs, outputs, () -> heard(context, op, body, outputs, inputs))
            : heard(context, op, body, outputs, inputs);
    }

    private static <R> R heard(Context context, Op op, Supplier<R> body, Function<R, List<Tensor>> outputs, @Nullable Tensor[] inputs) {
        if (context.listening != null) {
            return context.listening.tell(context, op, inputs, outputs, () -> recorded(context, op, body, outputs, inputs));
        }
        if (context.gradEnabled && History.isWanted(inputs)) {
            return recorded(context, op, body, outputs, inputs);
        }
        try {
            Operands.check(op.descriptor(), inputs);
            return body.get();
        } catch (RuntimeException e) {
            throw OperatorErrors.within(op.descriptor().called(), e);
        }
    }

    /** What becomes of a body in the name of its operator: its errors, and the history of what it made. */
    private static <R> R recorded(Context context, Op op, Supplier<R> body, Function<R, List<Tensor>> outputs, @Nullable Tensor[] inputs) {
        try {
            Operands.check(op.descriptor(), inputs);
            var replaced = op.descriptor().isInPlace() && inputs[0] != null ? inputs[0].node() : null;
            var result = body.get();
            if (context.gradEnabled && History.isWanted(inputs)) {
                History.show(op, outputs.apply(result), inputs, replaced);
            }
            return result;
        } catch (RuntimeException e) {
            throw OperatorErrors.within(op.descriptor().called(), e);
        }
    }

    // ---- what callers ask -------------------------------------------------------------------------------------------

    /**
     * A Java number as a 0-d tensor beside {@code like}: it takes part in promotion only by its category. No number is no tensor, and beside
     * no tensor it is one of its own: the operator then says which of its operands is null.
     *
     * @throws ArgumentException if the number does not fit in 64 bits; the message names the operator and the parameter
     */
    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    public static Tensor number(String operator, String param, @Nullable Number value, @Nullable Tensor like) {
        if (value == null) {
            return null;
        }
        var number = Attributes.number(value, operator, param);
        try {
            return like == null ? Creation.scalar(number) : Creation.wrappedNumber(number, like);
        } catch (TenonException e) {
            throw OperatorErrors.within(operator, e);
        }
    }

    /**
     * Checks a tensor that will be written into later.
     *
     * @throws ArgumentException if two of its elements lie at one place in memory
     */
    public static void requireWritable(String caller, Tensor target) {
        target.requireAlive(caller);
        WriteTarget.requireApart(caller, target);
    }

    /** Whether an operator applied to these would be recorded for backward; composites with a fused kernel ask. */
    public static boolean recording(@Nullable Tensor... inputs) {
        return Context.current().gradEnabled && History.isWanted(inputs);
    }

    // ---- one call ---------------------------------------------------------------------------------------------------

    /**
     * Every primitive call.
     *
     * @param inputs an array that nobody else has: another thread could change it between check and use
     * @param device where an operator without inputs makes its output; null for that of the inputs
     * @param self the tensor that the output is written over; null for a new one
     */
    private static Tensor[] call(Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor[] inputs, @Nullable Device device,
        @Nullable Tensor self) {
        var context = Context.current();
        if (context.autocast != null && self == null) {
            context.autocast.cast(context, op, inputs);
        }
        return OperatorEvent.isWanted(context)
            ? OperatorEvent.of(context, self == null ? op : new InPlaceOp(op), inputs, List::of,
                () -> heard(context, op, rule, inputs, device, self))
            : heard(context, op, rule, inputs, device, self);
    }

    private static Tensor[] heard(Context context, Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor[] inputs,
        @Nullable Device device, @Nullable Tensor self) {
        return context.listening == null ? run(context, op, rule, inputs, device, self)
            : context.listening.tell(context, self == null ? op : new InPlaceOp(op), inputs, List::of,
                () -> run(context, op, rule, inputs, device, self));
    }

    /** Every operand is entered before its shape is looked at and left when the kernel has ended: nobody else is given its memory meanwhile. */
    private static Tensor[] run(Context context, Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor[] inputs,
        @Nullable Device device, @Nullable Tensor self) {
        int mark = context.visitor.enter();
        try {
            boolean recorded = rule != null && context.gradEnabled && History.isWanted(inputs);
            if (self != null) {
                WriteTarget.requireChangeable(op, self, recorded, context);
            }
            var where = device != null ? device : Placement.enter(op, inputs, context);
            return entered(context, op, recorded ? rule : null, inputs, where, self);
        } catch (RuntimeException | Error e) {
            Backends.operatorFailed();
            throw e;
        } finally {
            context.visitor.leave(mark);
            Reference.reachabilityFence(inputs);
        }
    }

    /** The call itself, on a device that is known; recorded if there is a rule. */
    private static Tensor[] entered(Context context, Primitive op, @Nullable GradRule<?> rule, @Nullable Tensor[] operands, Device device,
        @Nullable Tensor self) {
        var inputs = WriteTarget.separated(op, operands, self);
        var inference = UncheckedCall.begin(context.inference, op, inputs, DefaultDtype.current());
        infer(op, inference);
        var compute = inference.compute();
        var outputs = self == null ? allocate(op, inference, inputs, device, context) : WriteTarget.fitting(op, inference, self);
        Placement.promoteNumbers(op, inputs, inference);
        boolean runs = !device.isMeta() && inference.runsKernel();
        var recorded = rule != null && History.isKept(op, inputs, outputs) ? rule : null;
        var saved = recorded != null && self != null ? History.before(recorded, inputs, self) : inputs;
        if (runs) {
            execute(op, device, inputs, outputs, compute);
        }
        WriteTarget.bumpVersions(op, inputs, self);
        if (recorded != null) {
            History.record(op, recorded, saved, outputs, self, context);
        }
        return outputs;
    }

    /** The kernels' door: every kernel of every operator runs here and nowhere else. */
    private static void execute(Primitive op, Device device, @Nullable Tensor[] inputs, Tensor[] outputs, DType compute) {
        if (op.descriptor().kind() == OpDescriptor.Kind.VIEW) {
            throw new ArgumentException(op.descriptor().name() + ": the rule of this view does not say which it is"
                + "\n  try:   call.view(sizes, strides, offset) in the method that its entry names");
        }
        try {
            UncheckedCall.run(op, device, UncheckedCall.of(inputs, outputs, compute));
        } catch (RuntimeException e) {
            throw OperatorErrors.within(op.descriptor().name(), e);
        }
    }

    private static void infer(Primitive op, Inference inference) {
        try {
            op.infer(inference);
        } catch (RuntimeException e) {
            throw OperatorErrors.within(op.descriptor().name(), e);
        }
    }

    /** New outputs, and views of input 0. What a thread that owns nothing allocates can be released by another like anything else. */
    private static Tensor[] allocate(Op op, Inference inference, @Nullable Tensor[] inputs, Device device, Context context) {
        int n = inference.outputs();
        var outputs = new Tensor[n];
        try {
            for (int i = 0; i < n; i++) {
                var strides = UncheckedCall.strides(inference, i);
                outputs[i] = strides == null
                    ? Tensor.allocate(inference.dtype(i), device, UncheckedCall.sizes(inference, i), context.memory)
                    : inputs[0].view(UncheckedCall.sizes(inference, i), strides, UncheckedCall.offset(inference, i));
            }
        } catch (RuntimeException e) {
            throw OperatorErrors.within(op.descriptor().name(), e);
        }
        if (context.visitor.isCounted()) {
            for (var output : outputs) {
                output.enter(context.visitor, op);
            }
        }
        return outputs;
    }
}
