package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.core.UncheckedOperand;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of one call while its shape and dtype rules run, and the outputs they declare.
 * One instance serves a thread's calls one after another; rules must not keep it.
 */
public final class Inference {
    private static final long[] NO_SIZES = {};

    @SuppressWarnings("NullAway.Init") // begin sets it before a rule sees this
    private Op op;
    private @Nullable SealedOperand[] inputs = new SealedOperand[0];
    private int outputs;
    private DType[] dtypes = new DType[4];
    private long[][] sizes = new long[4][];
    private long[][] strides = new long[4][];
    private long[] offsets = new long[4];
    private DType compute = DType.FLOAT32;
    private DType defaultDtype = DType.FLOAT32;

    Inference() {}

    Inference begin(Op op, @Nullable SealedOperand[] inputs, DType defaultDtype) {
        this.op = op;
        this.inputs = inputs;
        this.outputs = 0;
        this.defaultDtype = defaultDtype;
        return this;
    }

    // ---- what rules ask ---------------------------------------------------------------------------------------------

    public Op op() {
        return op;
    }

    public String name() {
        return op.descriptor().name();
    }

    public int inputs() {
        return inputs.length;
    }

    public boolean has(int i) {
        return inputs[i] != null;
    }

    /**
     * Input {@code i}.
     *
     * @throws ArgumentException if it is null
     */
    public Operand in(int i) {
        return unchecked(i);
    }

    /**
     * How many elements apart in memory the neighbours along each dimension of input {@code i} are, for the rules of views.
     *
     * @throws ArgumentException if it is null
     */
    public long[] strides(int i) {
        return unchecked(i).strides().clone();
    }

    /** Input {@code i} with its arrays, for rules of this package: they copy what they change or hand out. */
    UncheckedOperand unchecked(int i) {
        var input = inputs[i];
        if (input == null) {
            throw new ArgumentException(name() + ": " + inputName(i) + " is null\n  try:   pass a tensor");
        }
        return input.unchecked();
    }

    private @Nullable UncheckedOperand given(int i) {
        var input = inputs[i];
        return input == null ? null : input.unchecked();
    }

    /** The dtype of new floating tensors, which integers become in {@code exp}, {@code mean} and their like. */
    public DType defaultDtype() {
        return defaultDtype;
    }

    /** PyTorch's promotion of these inputs: tensors with dimensions before 0-d tensors before Java numbers. */
    public DType promote(int... which) {
        @Nullable DType dimensioned = null;
        @Nullable DType zeroDim = null;
        @Nullable DType number = null;
        for (int i : which) {
            var input = given(i);
            if (input == null) {
                continue;
            }
            if (input.isWrappedNumber()) {
                number = merge(number, input.dtype());
            } else if (input.sizes().length == 0) {
                zeroDim = merge(zeroDim, input.dtype());
            } else {
                dimensioned = merge(dimensioned, input.dtype());
            }
        }
        var result = lift(dimensioned, zeroDim);
        var lifted = lift(result, number);
        return lifted == null ? defaultDtype : lifted;
    }

    /** {@code float(T)}: floating dtypes stay, all others become the default dtype. */
    public DType floating(DType dtype) {
        return dtype.isFloating() ? dtype : defaultDtype;
    }

    /** {@code accum(T)}: integers and booleans are accumulated in int64. */
    public DType accumulating(DType dtype) {
        return dtype.isFloating() ? dtype : DType.INT64;
    }

    /** The sizes all these inputs broadcast to. */
    public long[] broadcast(int... which) {
        return together(which).clone();
    }

    private long[] together(int... which) {
        long @Nullable [] result = null;
        for (int i : which) {
            var input = given(i);
            if (input != null) {
                result = result == null ? input.sizes() : broadcast(result, input.sizes());
            }
        }
        return result == null ? NO_SIZES : result;
    }

    // ---- what rules declare -----------------------------------------------------------------------------------------

    /** Sets the dtype that inputs are converted to before the formula; a rule that says nothing computes in output 0's. */
    public void compute(DType dtype) {
        this.compute = dtype;
    }

    /** Declares the next output: new memory of this dtype and these sizes, which are copied. */
    public void output(DType dtype, long... outSizes) {
        own(dtype, outSizes.clone());
    }

    private void own(DType dtype, long[] outSizes) {
        int i = next();
        dtypes[i] = dtype;
        sizes[i] = outSizes;
        strides[i] = null;
        if (i == 0) {
            compute = dtype;
        }
    }

    /**
     * Declares the next output: a view of input 0 with this layout, which is copied; the offset is relative to input 0's first element. What
     * reaches beyond the memory of input 0 is refused.
     */
    public void view(long[] outSizes, long[] outStrides, long offset) {
        layout(outSizes.clone(), outStrides.clone(), offset);
    }

    /** {@link #view} of arrays that nobody else will change. */
    void layout(long[] outSizes, long[] outStrides, long offset) {
        int i = next();
        dtypes[i] = in(0).dtype();
        sizes[i] = outSizes;
        strides[i] = outStrides;
        offsets[i] = offset;
    }

    /** How a pointwise operator's result dtype follows from its operands'. */
    public enum Result {
        /** The promoted dtype itself. */
        PROMOTED,
        /** The promoted dtype, integers becoming the default dtype. */
        FLOATING,
        /** Truth values, computed in the promoted dtype. */
        BOOL
    }

    /** Declares one output over all inputs, promoted and broadcast together; operands alike take a short path. */
    public void elementwise(Result result) {
        var first = unchecked(0);
        var dtype = first.dtype();
        var outSizes = first.sizes();
        for (int i = 1; i < inputs.length; i++) {
            var input = unchecked(i);
            if (input.dtype() != dtype || !Arrays.equals(input.sizes(), outSizes)) {
                elementwiseMixed(result);
                return;
            }
        }
        if (inputs.length == 1 || !first.isWrappedNumber()) {
            declare(result, dtype, outSizes);
        } else {
            elementwiseMixed(result);
        }
    }

    private void elementwiseMixed(Result result) {
        var which = new int[inputs.length];
        for (int i = 0; i < which.length; i++) {
            in(i);
            which[i] = i;
        }
        declare(result, promote(which), together(which));
    }

    private void declare(Result result, DType dtype, long[] outSizes) {
        switch (result) {
            case PROMOTED -> own(dtype, outSizes);
            case FLOATING -> own(floating(dtype), outSizes);
            case BOOL -> {
                own(DType.BOOL, outSizes);
                compute(dtype);
            }
        }
    }

    // ---- numbers ----------------------------------------------------------------------------------------------------

    /** Refuses a number that elements of an integer dtype cannot hold, in the dtype that is computed in. */
    public void computesWith(String attribute, @Nullable Number value) {
        if (value != null && compute.isIntegral()) {
            Numbers.requireFits(compute, value, name(), attribute);
        }
    }

    /** As {@link #computesWith}, for a factor, which may be negative among elements of uint8. */
    public void scalesBy(String attribute, Number factor) {
        if (compute.isIntegral()) {
            Numbers.factor(compute, factor, name(), attribute);
        }
    }

    // ---- what the funnel reads --------------------------------------------------------------------------------------

    public int outputs() {
        return outputs;
    }

    /** Whether anything is left to compute once the outputs exist: views need no kernel. */
    public boolean runsKernel() {
        return outputs == 0 || strides[0] == null;
    }

    public DType dtype(int i) {
        return dtypes[i];
    }

    /** What a tensor will be made of: not copied, so nobody else may have it. */
    long[] outputSizes(int i) {
        return sizes[i];
    }

    long @Nullable [] outputStrides(int i) {
        return strides[i];
    }

    long outputOffset(int i) {
        return offsets[i];
    }

    public DType compute() {
        return compute;
    }

    // ---- errors -----------------------------------------------------------------------------------------------------

    /** A shape error that names the operator, the rule and every operand. */
    public ShapeException shapeError(String rule, @Nullable String hint) {
        return new ShapeException(message(rule, hint));
    }

    /** A dtype error that names the operator, the rule and every operand. */
    public DTypeException dtypeError(String rule, @Nullable String hint) {
        return new DTypeException(message(rule, hint));
    }

    /** The text of an error: {@code name: rule}, the operands' shapes and dtypes, and the hint behind {@code try:}. */
    public String message(String rule, @Nullable String hint) {
        var text = new StringBuilder(name()).append(": ").append(rule).append('\n');
        for (int i = 0; i < inputs.length; i++) {
            var input = given(i);
            if (input != null) {
                text.append(i == 0 ? "  " : "   ").append(inputName(i)).append(": ")
                    .append(Arrays.toString(input.sizes())).append(' ').append(input.dtype());
            }
        }
        if (hint != null) {
            text.append("\n  try:   ").append(hint);
        }
        return text.toString();
    }

    private String inputName(int i) {
        var names = op.descriptor().inputNames();
        return i < names.size() ? names.get(i) : "input " + i;
    }

    private long[] broadcast(long[] a, long[] b) {
        if (Arrays.equals(a, b)) {
            return a;
        }
        int rank = Math.max(a.length, b.length);
        var result = new long[rank];
        for (int d = 1; d <= rank; d++) {
            long x = d <= a.length ? a[a.length - d] : 1;
            long y = d <= b.length ? b[b.length - d] : 1;
            if (x != y && x != 1 && y != 1) {
                throw shapeError("the sizes " + x + " and " + y + " of dimension " + -d + " must be equal, or one of them 1",
                    "unsqueeze() or transpose() an operand so that the sizes line up from the right");
            }
            result[rank - d] = x == 1 ? y : x;
        }
        return result;
    }

    private static DType merge(@Nullable DType a, DType b) {
        return a == null ? b : DType.promote(a, b);
    }

    /** A lower-priority dtype counts only when its category is higher. */
    private static @Nullable DType lift(@Nullable DType high, @Nullable DType low) {
        if (high == null || low == null) {
            return high == null ? low : high;
        }
        return low.category().compareTo(high.category()) > 0 ? low : high;
    }

    private int next() {
        if (outputs == dtypes.length) {
            int grown = outputs * 2;
            dtypes = Arrays.copyOf(dtypes, grown);
            sizes = Arrays.copyOf(sizes, grown);
            strides = Arrays.copyOf(strides, grown);
            offsets = Arrays.copyOf(offsets, grown);
        }
        return outputs++;
    }
}
