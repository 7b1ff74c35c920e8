package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.IndexException;
import dev.tenon.core.MissedCheckException;
import dev.tenon.core.MissingKernelException;
import dev.tenon.core.Operand;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import dev.tenon.memory.ThreadMemory;
import dev.tenon.spi.Attributes;
import dev.tenon.spi.Backends;
import dev.tenon.spi.Inference;
import dev.tenon.spi.KernelCall;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one funnel: every operator call is a record of attributes applied to tensors here, where it is inferred, checked, run and recorded.
 */
public final class Dispatch {
    private Dispatch() {}

    /** Applies an operator with one output. A null rule means that it has no gradient. */
    public static Tensor apply(Op op, @Nullable GradRule<?> rule, @Nullable Tensor... inputs) {
        return run(op, rule, inputs)[0];
    }

    /** Applies an operator with several outputs. */
    public static Tensor[] applyMany(Op op, @Nullable GradRule<?> rule, @Nullable Tensor... inputs) {
        return run(op, rule, inputs);
    }

    /**
     * Checks an operand of an operator that is made of others, which may hand it on without a look at its memory.
     *
     * @throws ArgumentException if it is null
     * @throws ReleasedException if it is a tensor that has been released
     */
    public static void given(String operator, String param, @Nullable Object operand) {
        if (operand == null) {
            throw new ArgumentException(operator + ": " + param + " is null\n  try:   pass a tensor");
        }
        if (operand instanceof Tensor tensor) {
            tensor.requireAlive(operator);
        }
    }

    /**
     * Checks an operand that may be left out.
     *
     * @throws ReleasedException if it is a tensor that has been released
     */
    public static void optional(String operator, @Nullable Object operand) {
        if (operand instanceof Tensor tensor) {
            tensor.requireAlive(operator);
        }
    }

    /**
     * Checks the dtype class of an operand of an operator that is made of others: the letters F, W, I, Q, B and N of signatures.
     *
     * @throws DTypeException if the operand's dtype is not of the class
     */
    public static void classed(String operator, String param, char letter, @Nullable Tensor operand) {
        if (operand == null) {
            return;
        }
        var dtype = operand.dtype();
        var wanted = switch (letter) {
            case 'W' -> dtype == DType.FLOAT64 || dtype == DType.FLOAT32 ? null : "float32 or float64";
            case 'F' -> dtype.isFloating() || operand.isWrappedNumber() ? null : "floating";
            case 'I' -> dtype.isIntegral() ? null : "an integer dtype";
            case 'Q' -> dtype.isFloating() ? "an integer dtype or bool" : null;
            case 'B' -> dtype == DType.BOOL ? null : "bool";
            default -> dtype == DType.BOOL ? "numeric, not bool" : null;
        };
        if (wanted != null) {
            throw new DTypeException(operator + ": the dtype of " + param + " must be " + wanted + ", got " + dtype + "\n  " + param + ": "
                + Operand.describe(operand) + "\n  try:   to(...) another dtype first");
        }
    }

    /**
     * The error of an operator within another one, told as the outer one's: that is the one that was called. What rules and kernels made
     * of arguments that nothing refused is told as a fault of Tenon; an exception of other code stays as it is.
     */
    public static RuntimeException within(String operator, RuntimeException inner) {
        return switch (inner) {
            case MissedCheckException missed -> new MissedCheckException(operator, missed);
            case TenonException known -> within(operator, known);
            case ArithmeticException _, IndexOutOfBoundsException _, NegativeArraySizeException _, NullPointerException _, ClassCastException _ ->
                new MissedCheckException(operator, inner);
            default -> inner;
        };
    }

    private static TenonException within(String operator, TenonException inner) {
        var message = String.valueOf(inner.getMessage());
        if (message.startsWith(operator + ":") || message.startsWith(operator + "/")) {
            return inner;
        }
        // What "shape" refuses is no operator's within this one, but its own.
        var told = operator + (message.startsWith("shape: ") ? message.substring("shape".length()) : ": in " + message);
        TenonException outer = switch (inner) {
            case ShapeException _ -> new ShapeException(told);
            case DTypeException _ -> new DTypeException(told);
            case MissingKernelException missing -> new MissingKernelException(missing.operator(), told);
            case DeviceException _ -> new DeviceException(told);
            case IndexException _ -> new IndexException(told);
            case ArgumentException _ -> new ArgumentException(told);
            case ReleasedException _ -> new ReleasedException(told);
            case AutogradException _ -> new AutogradException(told);
            case OutOfMemoryException _ -> new OutOfMemoryException(told);
            default -> new TenonException(told);
        };
        outer.initCause(inner);
        return outer;
    }

    /** Runs a fused backward operator: no history, one output per gradient. */
    public static Tensor[] fused(Op op, @Nullable Tensor... inputs) {
        return run(op, null, inputs);
    }

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
            throw within(operator, e);
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

    /** Runs an operator that writes into those of its inputs that its entry names, such as an optimizer's fused step. */
    public static void mutate(Op op, @Nullable Tensor... inputs) {
        run(op, null, inputs);
    }

    /** Records a move between devices, whose output exists already. */
    static Tensor recordMove(Op op, GradRule<?> rule, Tensor input, Tensor moved) {
        var context = Context.current();
        if (context.gradEnabled && input.requiresGrad()) {
            record(op, rule, new Tensor[] {input}, new Tensor[] {moved}, context);
        }
        if (context.listener != null) {
            context.listener.applied(op, Arrays.asList(input), List.of(moved));
        }
        return moved;
    }

    /** Every operand is entered before its shape is looked at and left when the kernel has ended: nobody else is given its memory meanwhile. */
    private static Tensor[] run(Op op, @Nullable GradRule<?> rule, @Nullable Tensor[] inputs) {
        var context = Context.current();
        int mark = context.visitor.enter();
        try {
            return entered(op, rule, inputs, context);
        } catch (RuntimeException | Error e) {
            Backends.operatorFailed();
            throw e;
        } finally {
            context.visitor.leave(mark);
            Reference.reachabilityFence(inputs);
        }
    }

    private static Tensor[] entered(Op op, @Nullable GradRule<?> rule, @Nullable Tensor[] inputs, Context context) {
        var device = checkedDevice(op, inputs, context);
        boolean writes = op.descriptor().writes();
        if (writes) {
            WriteTarget.requireApart(op, inputs);
        }
        var inference = context.inference.begin(op, inputs, DefaultDtype.current());
        infer(op, inference);
        var compute = inference.compute();
        var outputs = allocate(op, inference, inputs, device, context.memory);
        enterOutputs(op, outputs, context);
        promoteNumbers(op, inputs, inference);
        if (!device.isMeta() && inference.runsKernel()) {
            execute(op, device, inputs, outputs, compute);
        }
        if (writes) {
            WriteTarget.bumpVersions(op, inputs);
        }
        if (rule != null && context.gradEnabled && anyRequiresGrad(inputs)) {
            record(op, rule, inputs, outputs, context);
        }
        if (context.listener != null) {
            context.listener.applied(op, Arrays.asList(inputs), List.of(outputs));
        }
        return outputs;
    }

    /** The kernels' door: every kernel of every operator runs here and nowhere else. */
    private static void execute(Op op, Device device, @Nullable Tensor[] inputs, Tensor[] outputs, DType compute) {
        try {
            op.descriptor().kernel(device).run(op, new KernelCall(inputs, outputs, compute));
        } catch (RuntimeException e) {
            throw within(op.descriptor().name(), e);
        }
    }

    private static void infer(Op op, Inference inference) {
        try {
            op.infer(inference);
        } catch (RuntimeException e) {
            throw within(op.descriptor().name(), e);
        }
    }

    /**
     * Java numbers in the dtype they are promoted to: in the arithmetic of narrow integers they wrap, where they are chosen as elements they
     * must fit, and comparisons with halves see them rounded. In the arithmetic of halves they keep float's precision.
     */
    private static void promoteNumbers(Op op, @Nullable Tensor[] inputs, Inference inference) {
        var compute = inference.compute();
        boolean narrow = compute.isFloating() ? compute.bytes() == 2 && inference.dtype(0) == DType.BOOL
            : compute.isIntegral() && compute != DType.INT64;
        if (!narrow || op.descriptor().kind() != OpDescriptor.Kind.POINTWISE) {
            return;
        }
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input != null && input.isWrappedNumber() && input.dtype() != compute) {
                if (op.descriptor().isChoice() && compute.isIntegral()) {
                    Creation.requireFits(input, compute, op.descriptor().name());
                }
                inputs[i] = Creation.converted(input, compute);
            }
        }
    }

    private static Tensor[] allocate(Op op, Inference inference, @Nullable Tensor[] inputs, Device device,
        ThreadMemory thread) {
        int n = inference.outputs();
        var outputs = new Tensor[n];
        try {
            for (int i = 0; i < n; i++) {
                var strides = inference.strides(i);
                outputs[i] = strides == null
                    ? Tensor.allocate(inference.dtype(i), device, inference.sizes(i), thread)
                    : inputs[0].view(inference.sizes(i), strides, inference.offset(i));
            }
        } catch (RuntimeException e) {
            throw within(op.descriptor().name(), e);
        }
        return outputs;
    }

    /** What a thread that owns nothing has just allocated can be released by another like anything else. */
    private static void enterOutputs(Op op, Tensor[] outputs, Context context) {
        if (context.visitor.isCounted()) {
            for (var output : outputs) {
                output.enter(context.visitor, op);
            }
        }
    }

    private static void record(Op op, GradRule<?> rule, @Nullable Tensor[] inputs, Tensor[] outputs, Context context) {
        boolean any = false;
        for (var output : outputs) {
            any |= output.dtype().isFloating();
        }
        if (!any) {
            return;
        }
        for (var input : inputs) {
            if (input != null && input.requiresGrad()) {
                input.requireCurrentHistory(op.descriptor().name());
            }
        }
        var node = new Node(op, rule, inputs, outputs, context.detectAnomaly);
        for (int i = 0; i < outputs.length; i++) {
            if (outputs[i].dtype().isFloating()) {
                outputs[i].setHistory(node, i);
            }
        }
    }

    /** Writes the result of a pointwise operator into its first operand, whose version counter notes it. */
    public static Tensor inPlace(Op op, @Nullable GradRule<?> rule, @Nullable Tensor... operands) {
        var self = operands[0];
        if (self == null) {
            throw new ArgumentException(WriteTarget.name(op) + ": the tensor to change is null\n  try:   pass a tensor");
        }
        var context = Context.current();
        int mark = context.visitor.enter();
        try {
            return changed(op, rule, self, operands, context);
        } catch (RuntimeException | Error e) {
            Backends.operatorFailed();
            throw e;
        } finally {
            context.visitor.leave(mark);
            Reference.reachabilityFence(operands);
        }
    }

    private static Tensor changed(Op op, @Nullable GradRule<?> rule, Tensor self, @Nullable Tensor[] operands, Context context) {
        GradRule<?> recorded = context.gradEnabled && anyRequiresGrad(operands) ? rule : null;
        if (context.gradEnabled && (recorded != null || self.requiresGrad())) {
            WriteTarget.requireChangeable(WriteTarget.name(op), self, recorded != null);
        }
        var device = checkedDevice(op, operands, context);
        if (WriteTarget.isShared(self)) {
            WriteTarget.requireApart(WriteTarget.name(op), self);
        }
        var inputs = WriteTarget.untangled(operands, self);
        var inference = context.inference.begin(op, inputs, DefaultDtype.current());
        infer(op, inference);
        WriteTarget.requireFits(op, inference, self);
        var compute = inference.compute();
        promoteNumbers(op, inputs, inference);
        var saved = inputs;
        if (recorded != null && (recorded.savedInputs() & 1) != 0) {
            saved = inputs.clone();
            saved[0] = self.cloneWithHistory();
        }
        var before = saved;
        if (!device.isMeta()) {
            execute(op, device, inputs, new Tensor[] {self}, compute);
        }
        self.bumpVersion();
        if (recorded != null) {
            var node = new Node(op, recorded, before, new Tensor[] {self}, context.detectAnomaly);
            self.rebaseHistory(node, 0);
        }
        if (context.listener != null) {
            context.listener.applied(op, Arrays.asList(operands), List.of(self));
        }
        return self;
    }

    /** Writes what an operator makes of a tensor over that tensor. */
    public static Tensor replace(String name, Tensor self, UnaryOperator<Tensor> operator) {
        try {
            return InPlace.replace(name, self, operator);
        } catch (RuntimeException e) {
            throw within(name, e);
        }
    }

    /** Whether an operator applied to these would be recorded for backward; composites with a fused kernel ask. */
    public static boolean recording(@Nullable Tensor... inputs) {
        return Context.current().gradEnabled && anyRequiresGrad(inputs);
    }

    private static boolean anyRequiresGrad(@Nullable Tensor[] inputs) {
        for (var input : inputs) {
            if (input != null && input.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    /** The device all inputs share; each is entered, if it is alive. */
    private static Device checkedDevice(Op op, @Nullable Tensor[] inputs, Context context) {
        @Nullable Tensor first = null;
        for (int i = 0; i < inputs.length; i++) {
            var input = inputs[i];
            if (input == null) {
                continue;
            }
            input.enter(context.visitor, op);
            if (first == null) {
                first = input;
            } else if (first.device() != input.device() && !first.device().equals(input.device())) {
                if (isNumber(op, input) && !first.device().isMeta()) {
                    inputs[i] = beside(op, input, first.device());
                } else if (isNumber(op, first) && !input.device().isMeta()) {
                    numbersBeside(op, inputs, i);
                    first = input;
                } else if (first.device().isMeta() || input.device().isMeta()) {
                    return Device.META;
                } else {
                    throw new DeviceException(
                        op.descriptor().name() + ": all tensors must be on one device, got " + first.device() + " and "
                            + input.device() + "\n  try:   to(" + first.device() + ") or to(" + input.device() + ") one of them");
                }
            }
        }
        return first != null ? first.device() : Device.CPU;
    }

    /**
     * Whether the operand can stand beside tensors of another device: a Java number, or in pointwise operators any single number of the
     * host's, such as those that gradients compute of Java numbers.
     */
    private static boolean isNumber(Op op, Tensor operand) {
        return operand.isWrappedNumber() || op.descriptor().kind() == OpDescriptor.Kind.POINTWISE && operand.rank() == 0
            && operand.device().kind() == Device.Kind.CPU && !operand.requiresGrad();
    }

    /** Moves the numbers before the first tensor to its device. */
    private static void numbersBeside(Op op, @Nullable Tensor[] inputs, int tensor) {
        var device = inputs[tensor].device();
        for (int i = 0; i < tensor; i++) {
            var input = inputs[i];
            if (input != null && isNumber(op, input)) {
                inputs[i] = beside(op, input, device);
            }
        }
    }

    /** A number where a kernel of this device can use it: a GPU's pointwise kernels take it as an argument, which needs no copy. */
    private static Tensor beside(Op op, Tensor number, Device device) {
        boolean argument = op.descriptor().kind() == OpDescriptor.Kind.POINTWISE && number.device().kind() == Device.Kind.CPU
            && device.kind() == Device.Kind.GPU;
        return argument ? number : number.to(device);
    }

    /** Fills new memory by an operator without inputs: random numbers, ranges, constants. */
    static Tensor create(Op op, Device device) {
        var context = Context.current();
        var inference = context.inference.begin(op, new Tensor[0], DefaultDtype.current());
        infer(op, inference);
        var compute = inference.compute();
        int mark = context.visitor.enter();
        Tensor output;
        try {
            output = Tensor.allocate(inference.dtype(0), device, inference.sizes(0));
            var outputs = new Tensor[] {output};
            enterOutputs(op, outputs, context);
            if (!device.isMeta()) {
                execute(op, device, new Tensor[0], outputs, compute);
            }
        } catch (RuntimeException | Error e) {
            Backends.operatorFailed();
            throw e;
        } finally {
            context.visitor.leave(mark);
        }
        if (context.listener != null) {
            context.listener.applied(op, List.of(), List.of(output));
        }
        return output;
    }
}
