package dev.tenon.tensor;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.AutogradException;
import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import dev.tenon.core.Device;
import dev.tenon.core.DeviceException;
import dev.tenon.core.Numbers;
import dev.tenon.core.Operand;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.core.UncheckedOperand;
import dev.tenon.memory.Pool;
import dev.tenon.memory.Scope;
import dev.tenon.memory.ThreadMemory;
import dev.tenon.memory.UncheckedStorage;
import dev.tenon.memory.UncheckedVisitor;
import dev.tenon.ops.Fill;
import dev.tenon.spi.Attributes;
import dev.tenon.spi.Backends;
import dev.tenon.spi.Op;
import dev.tenon.tensor.index.Assignment;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An n-dimensional array with a dtype and a device, the value that operators take and give. Views share storage.
 * The operators are inherited from the generated {@link TensorOps}.
 */
public final class Tensor extends TensorOps implements Operand {
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final long[] SCALAR = {};

    private final TensorOperand operand;
    private final boolean view;
    private final int rebasesSeen;
    private boolean requiresGrad;
    private @Nullable Node node;
    private int slot;
    private volatile @Nullable LeafState leaf;

    private Tensor(TensorOperand operand, boolean view) {
        this.operand = operand;
        this.view = view;
        this.rebasesSeen = view && operand.storage != null ? operand.storage.rebases() : 0;
    }

    // ---- making -----------------------------------------------------------------------------------------------------

    static Tensor allocate(DType dtype, Device device, long[] sizes) {
        return allocate(dtype, device, sizes, ThreadMemory.current());
    }

    static Tensor allocate(DType dtype, Device device, long[] sizes, ThreadMemory thread) {
        long numel = sizes.length == 1 && sizes[0] >= 0 ? sizes[0] : Shape.count(sizes);
        var storage = device.isMeta() ? null : Pool.of(device).allocate(bytes(dtype, sizes, numel), thread);
        return new Tensor(new TensorOperand(storage, dtype, device, sizes, null, 0, numel, false), false);
    }

    private static long bytes(DType dtype, long[] sizes, long numel) {
        if (numel > Long.MAX_VALUE / 16) {
            throw new OutOfMemoryException(
                "memory: a tensor of shape " + Arrays.toString(sizes) + " and dtype " + dtype + " does not fit any address space");
        }
        return numel * dtype.bytes();
    }

    static Tensor allocateWrapped(DType dtype, Device device) {
        var storage = device.isMeta() ? null : Pool.of(device).allocate(dtype.bytes(), ThreadMemory.current());
        return new Tensor(new TensorOperand(storage, dtype, device, SCALAR, null, 0, 1, true), false);
    }

    static Tensor over(UncheckedStorage storage, DType dtype, long[] sizes) {
        return new Tensor(new TensorOperand(storage, dtype, storage.device(), sizes, null, 0, Shape.count(sizes), false), false);
    }

    /** A tensor that has a shape and a dtype but no elements: operators on it only infer. */
    public static Tensor meta(DType dtype, long... shape) {
        try {
            return allocate(Attributes.given(dtype, "meta", "dtype"), Device.META,
                Shape.of(Attributes.given(shape, "meta", "shape")).toArray());
        } catch (RuntimeException e) {
            throw OperatorErrors.within("meta", e);
        }
    }

    /**
     * A view with this layout.
     *
     * @throws ShapeException if it reaches beyond the memory
     */
    Tensor view(long[] viewSizes, long[] viewStrides, long relativeOffset) {
        return new Tensor(operand.view(viewSizes, viewStrides, operand.offset + relativeOffset), true);
    }

    // ---- what it is -------------------------------------------------------------------------------------------------

    @Override
    Tensor self() {
        return this;
    }

    @Override
    protected UncheckedOperand unchecked() {
        return operand;
    }

    @Override
    public DType dtype() {
        return operand.dtype;
    }

    @Override
    public Device device() {
        return operand.device;
    }

    @Override
    public Shape shape() {
        return operand.shape();
    }

    @Override
    public long size(int dim) {
        return operand.size(dim);
    }

    @Override
    public long stride(int dim) {
        return operand.stride(dim);
    }

    @Override
    public int rank() {
        return operand.sizes.length;
    }

    @Override
    public long numel() {
        return operand.numel;
    }

    /** Not to be changed. */
    long[] sizes() {
        return operand.sizes;
    }

    /** Not to be changed. */
    long[] strides() {
        return operand.strides;
    }

    /** Elements between the start of the storage and this tensor's first element. */
    public long storageOffset() {
        return operand.offset;
    }

    long address() {
        return operand.address();
    }

    @Override
    public boolean isWrappedNumber() {
        return operand.isWrappedNumber();
    }

    @Override
    public boolean isContiguous() {
        return operand.isContiguous();
    }

    /** Whether this shares the storage of a tensor it was taken from. */
    public boolean isView() {
        return view;
    }

    public boolean sharesStorage(Tensor other) {
        return operand.storage != null && operand.storage == other.operand.storage;
    }

    boolean sameLayout(Tensor other) {
        return operand.offset == other.operand.offset && operand.dtype == other.operand.dtype
            && Arrays.equals(operand.sizes, other.operand.sizes) && Arrays.equals(operand.strides, other.operand.strides);
    }

    /** Counts in-place changes of the storage. */
    public int version() {
        return operand.storage == null ? 0 : operand.storage.version();
    }

    @Nullable UncheckedStorage memory() {
        return operand.storage;
    }

    /** The memory behind this tensor and everything that shares it: two tensors share theirs when these are equal. */
    public TensorStorage storage() {
        requireAlive("storage");
        return TensorStorage.of(operand.storage, operand.device, operand.numel * operand.dtype.bytes());
    }

    // ---- moving and copying -----------------------------------------------------------------------------------------

    /** This tensor in another dtype; itself if it already has it. */
    public Tensor to(DType target) {
        requireAlive("to");
        return target == operand.dtype ? this : UncheckedOps.cast(this, Attributes.given(target, "to", "dtype"));
    }

    /** This tensor on another device; itself if it is already there. */
    public Tensor to(Device target) {
        requireAlive("to");
        return operand.device.equals(target) ? this : Transfer.to(this, Attributes.given(target, "to", "device"));
    }

    /** A copy with memory of its own. The gradient flows through it. */
    @Override
    @SuppressWarnings({"MethodDoesntCallSuperMethod", "CloneDeclaresCloneNotSupported"}) // PyTorch's name for a copy
    public Tensor clone() {
        return Ops.cloned(this);
    }

    Tensor cloneWithHistory() {
        return Ops.cloned(this);
    }

    /** This tensor row-major without gaps; itself if it already is. */
    public Tensor contiguous() {
        requireAlive("contiguous");
        return operand.isContiguous() ? this : Ops.contiguous(this);
    }

    /** This value without its history: no gradient flows through it. It shares storage. */
    public Tensor detach() {
        requireAlive("detach");
        return new Tensor(operand.unwrapped(), view);
    }

    /** Overwrites the elements with those of {@code source}, broadcast and converted. */
    public Tensor copy_(Tensor source) {
        return Dispatch.compose(InPlace.Copy.INSTANCE, () -> InPlace.copy("copy_", this, source), this, source);
    }

    /**
     * Overwrites every element.
     *
     * @throws dev.tenon.core.ArgumentException if the dtype is one of integers and cannot hold the value
     */
    public Tensor fill_(Number value) {
        Operands.given("fill_", "value", value);
        var element = Numbers.element(operand.dtype, value, "fill_", "the value");
        return Dispatch.change(new Fill(element), () -> InPlace.fill("fill_", this, element), this);
    }

    /** Overwrites every element with 0. */
    public Tensor zero_() {
        return Ops.zero_(this);
    }

    // ---- parts ------------------------------------------------------------------------------------------------------

    /** The part that this index chooses; what follows may be positions, index tensors, lists and indices: {@code x.get(all(), 0)}. */
    public Tensor get(Index first, Object... rest) {
        return get(Assignment.index(first, rest));
    }

    /** The part at a position of the first dimension that the others choose further: {@code x.get(0, slice(1, 3))}. */
    public Tensor get(long first, Index second, Object... rest) {
        return get(Assignment.index(first, Assignment.index(second, rest)));
    }

    /** The elements where a mask holds, or at the places that integers name: {@code x.get(x.gt(0))}. */
    public Tensor get(Tensor first, Object... rest) {
        return get(Assignment.index(first, rest));
    }

    /**
     * Overwrites the part that an index chooses: {@code x.set(value, slice(1, 3), at(0))} is PyTorch's {@code x[1:3, 0] = value}. The value is
     * broadcast; of several values for one place the last counts. Gradients flow to the value and to what was not overwritten.
     *
     * @return this tensor
     * @throws dev.tenon.core.AutogradException if this is a leaf that requires grad, or a view of a recorded value
     */
    public Tensor set(Tensor value, Index... index) {
        return Assignment.set(this, value, index);
    }

    /** Overwrites the part at these positions of the first dimensions. */
    public Tensor set(Tensor value, long... index) {
        return Assignment.set(this, value, Assignment.positions(index));
    }

    /** As {@link #set(Tensor, Index...)}; what follows the first may be positions, index tensors, lists and indices. */
    public Tensor set(Tensor value, Index first, Object... rest) {
        return Assignment.set(this, value, Assignment.index(first, rest));
    }

    /** As {@link #set(Tensor, Index...)}, from a position of the first dimension on. */
    public Tensor set(Tensor value, long first, Index second, Object... rest) {
        return Assignment.set(this, value, Assignment.index(first, Assignment.index(second, rest)));
    }

    /** Overwrites the elements where a mask holds, or at the places that integers name. */
    public Tensor set(Tensor value, Tensor first, Object... rest) {
        return Assignment.set(this, value, Assignment.index(first, rest));
    }

    /** Overwrites the part that an index chooses with one number. */
    public Tensor set(Number value, Index... index) {
        return Assignment.set(this, value, index);
    }

    /** Overwrites the part at these positions of the first dimensions with one number. */
    public Tensor set(Number value, long... index) {
        return Assignment.set(this, value, Assignment.positions(index));
    }

    /** As {@link #set(Number, Index...)}; what follows the first may be positions, index tensors, lists and indices. */
    public Tensor set(Number value, Index first, Object... rest) {
        return Assignment.set(this, value, Assignment.index(first, rest));
    }

    /** As {@link #set(Number, Index...)}, from a position of the first dimension on. */
    public Tensor set(Number value, long first, Index second, Object... rest) {
        return Assignment.set(this, value, Assignment.index(first, Assignment.index(second, rest)));
    }

    /** Overwrites the elements where a mask holds, or at the places that integers name, with one number. */
    public Tensor set(Number value, Tensor first, Object... rest) {
        return Assignment.set(this, value, Assignment.index(first, rest));
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    /**
     * The only element, as a double.
     *
     * @throws ArgumentException if there is not exactly one element
     */
    public double item() {
        return HostCopy.of(this, "item").only();
    }

    /** The only element, as a long. */
    public long itemLong() {
        return HostCopy.of(this, "itemLong").onlyLong();
    }

    /** The elements in row-major order, converted to double. */
    public double[] toDoubleArray() {
        return HostCopy.of(this, "toDoubleArray").doubles();
    }

    /** The elements in row-major order, converted to float. */
    public float[] toFloatArray() {
        return HostCopy.of(this, "toFloatArray").floats();
    }

    /** The elements in row-major order, converted to long. */
    public long[] toLongArray() {
        return HostCopy.of(this, "toLongArray").longs();
    }

    /** The elements in row-major order, converted to long and cut to int as Java's cast does. */
    public int[] toIntArray() {
        return HostCopy.of(this, "toIntArray").ints();
    }

    /** The elements in row-major order, converted to long and cut to short as Java's cast does; halves are numbers, not bits. */
    public short[] toShortArray() {
        return HostCopy.of(this, "toShortArray").shorts();
    }

    /** The elements in row-major order, converted to long and cut to byte as Java's cast does; uint8 above 127 becomes negative. */
    public byte[] toByteArray() {
        return HostCopy.of(this, "toByteArray").bytes();
    }

    /** The elements in row-major order; anything but 0 is true. */
    public boolean[] toBooleanArray() {
        return HostCopy.of(this, "toBooleanArray").booleans();
    }

    /**
     * The elements in row-major order, without a copy when this tensor is contiguous on the CPU. Valid until a scope releases this tensor, or
     * the copy: an access afterwards is an {@link IllegalStateException}. A change through it is not seen by autograd.
     */
    public MemorySegment segment() {
        return HostCopy.of(this, "segment").segment();
    }

    /**
     * Hands the elements in row-major order to {@code body}, as {@link #segment()} would: for the calling thread and until {@code body} returns,
     * which costs less.
     */
    public void useSegment(Consumer<MemorySegment> body) {
        HostCopy.of(this, "useSegment").lend(body);
    }

    /** {@link #segment()} as a buffer in this machine's order of bytes; {@code asByteBuffer().asFloatBuffer()} reads float32. */
    public ByteBuffer asByteBuffer() {
        return HostCopy.of(this, "asByteBuffer").buffer();
    }

    /** The memory of this contiguous tensor on the CPU, for {@link MemoryUse}; an address of another device means nothing to the JVM. */
    MemorySegment hostMemory() {
        if (operand.device.kind() != Device.Kind.CPU || !operand.isContiguous()) {
            throw new DeviceException("a tensor's memory can be read only where it is row-major on the CPU\n  tensor: "
                + Operand.describe(this) + "\n  try:   to(cpu()).contiguous()");
        }
        long bytes = operand.numel * operand.dtype.bytes();
        return operand.numel == 0 ? MemorySegment.NULL : ALL.asSlice(address(), bytes);
    }

    // ---- life -------------------------------------------------------------------------------------------------------

    /** For an operator that will read or write this: the memory stays as it is until the visitor leaves. */
    void enter(UncheckedVisitor visitor, Op op) {
        if (operand.storage != null && !operand.storage.isOpenTo(visitor)) {
            operand.storage.enter(visitor, op.descriptor().name());
        }
    }

    void enter(UncheckedVisitor visitor, String user) {
        if (operand.storage != null) {
            operand.storage.enter(visitor, user);
        }
    }

    boolean isAlive() {
        return operand.storage == null || operand.storage.isAlive();
    }

    void requireAlive(String caller) {
        if (operand.storage != null) {
            operand.storage.requireAlive(caller);
        }
    }

    /**
     * Lets this tensor outlive {@code scope}; returns it.
     *
     * @throws dev.tenon.core.ReleasedException if it has been released
     */
    public Tensor keepFrom(Scope scope) {
        if (operand.storage != null) {
            scope.keep(operand.storage);
        }
        return this;
    }

    /**
     * Takes this tensor out of every scope: it lives as long as something refers to it.
     *
     * @throws dev.tenon.core.ReleasedException if it has been released
     */
    public Tensor escape() {
        if (operand.storage != null) {
            operand.storage.escape("escape");
        }
        return this;
    }

    /** Whether the end of {@code scope} will free this tensor. */
    public boolean belongsTo(Scope scope) {
        return operand.storage != null && operand.storage.scope() == scope;
    }

    /**
     * Gives a tensor of no scope, such as one that another thread made, to {@code scope}, which will free it.
     *
     * @throws dev.tenon.core.ReleasedException if it has been released
     */
    public Tensor moveTo(Scope scope) {
        if (operand.storage != null) {
            scope.adopt(operand.storage);
        }
        return this;
    }

    void bumpVersion() {
        if (operand.storage != null) {
            operand.storage.bump();
        }
    }

    // ---- autograd ---------------------------------------------------------------------------------------------------

    public boolean requiresGrad() {
        return requiresGrad;
    }

    /**
     * Starts or stops recording what is computed from this leaf.
     *
     * @throws DTypeException if the dtype is not floating
     * @throws AutogradException if this is not a leaf and {@code value} is false
     */
    public Tensor requiresGrad_(boolean value) {
        requireAlive("requiresGrad_");
        if (value && !operand.dtype.isFloating()) {
            throw new DTypeException("requiresGrad_: only floating tensors have gradients\n  tensor: " + Operand.describe(this)
                + "\n  try:   to(FLOAT32) first");
        }
        if (!value && node != null) {
            throw new AutogradException(
                "requiresGrad_: only a leaf can stop requiring grad\n  tensor: " + Operand.describe(this) + "\n  try:   detach()");
        }
        requiresGrad = value;
        return this;
    }

    public Tensor requiresGrad_() {
        return requiresGrad_(true);
    }

    /** Whether this was not computed by a recorded operator. */
    public boolean isLeaf() {
        return node == null;
    }

    /** The accumulated gradient, or null before any backward pass. */
    public @Nullable Tensor grad() {
        var state = leaf;
        return state == null ? null : state.exposed();
    }

    /**
     * The accumulated gradient, where there must be one.
     *
     * @throws AutogradException if there is none, with the reason
     */
    public Tensor gradient() {
        var gradient = grad();
        if (gradient != null) {
            return gradient;
        }
        var reason = !requiresGrad ? "the tensor does not require grad\n  try:   requiresGrad_() before the forward pass"
            : isLeaf() ? "no backward pass has reached this leaf since zeroGrad()\n  try:   backward() on what was computed from it"
                : "a value between the leaves and the result keeps none\n  try:   retainGrad() before backward()";
        throw new AutogradException("gradient: " + reason + "\n  tensor: " + Operand.describe(this));
    }

    /** The gradient for code that neither keeps nor hands it out, such as an optimizer: its memory can then be reused at once. */
    public @Nullable Tensor gradForUpdate() {
        var state = leaf;
        return state == null ? null : state.grad();
    }

    /** Sets or clears the gradient. */
    public void setGrad(@Nullable Tensor gradient) {
        if (gradient != null) {
            gradient.requireAlive("setGrad");
        }
        if (gradient != null && !Arrays.equals(gradient.operand.sizes, operand.sizes)) {
            throw new ShapeException("setGrad: the gradient must have the tensor's shape\n  tensor: " + Operand.describe(this)
                + "   gradient: " + Operand.describe(gradient));
        }
        leafState().set(gradient);
    }

    /** Forgets the gradient. */
    public void zeroGrad() {
        var state = leaf;
        if (state != null) {
            state.clear();
        }
    }

    /**
     * Accumulates the gradient of this scalar into the leaves it was computed from. Several threads may do so at once: what their passes bring
     * to one leaf is added in the order in which they end, on which the last bits of a sum of three or more depend. Of two passes through one
     * graph, the later finds what it needs only if the earlier retains the graph.
     *
     * @throws AutogradException if there is no history, or another pass has released it
     */
    public void backward() {
        Autograd.backward(this, BackwardOptions.DEFAULT);
    }

    /** Accumulates the vector-Jacobian product with {@code gradient}. */
    public void backward(Tensor gradient) {
        Autograd.backward(this, BackwardOptions.DEFAULT.gradient(gradient));
    }

    /** As configured: {@code backward(o -> o.retainGraph())}. */
    public void backward(UnaryOperator<BackwardOptions> options) {
        Autograd.backward(this, Attributes.given(options, "backward", "options").apply(BackwardOptions.DEFAULT));
    }

    /** Asks for the gradient of this intermediate value to be kept in {@link #grad()}. */
    public void retainGrad() {
        requireAlive("retainGrad");
        if (!requiresGrad) {
            throw new AutogradException("retainGrad: the tensor does not require grad\n  tensor: " + Operand.describe(this));
        }
        if (node != null) {
            node.retain(slot, this);
        }
    }

    /** Calls {@code hook} with the gradient of this tensor in each backward pass; what it returns replaces the gradient, null leaves it. */
    public void registerHook(UnaryOperator<Tensor> hook) {
        requireAlive("registerHook");
        if (!requiresGrad) {
            throw new AutogradException("registerHook: the tensor does not require grad\n  tensor: " + Operand.describe(this));
        }
        if (node != null) {
            node.addHook(slot, hook);
        } else {
            leafState().hooks.add(hook);
        }
    }

    /** The function that differentiates the call that made this; null for leaves and where nothing is recorded. */
    public @Nullable GradFn gradFn() {
        return node;
    }

    @Nullable Node node() {
        return node;
    }

    int slot() {
        return slot;
    }

    void setHistory(Node source, int output) {
        node = source;
        slot = output;
        requiresGrad = true;
    }

    void rebaseHistory(Node source, int output) {
        if (operand.storage != null) {
            operand.storage.rebase();
        }
        setHistory(source, output);
    }

    void requireCurrentHistory(String user) {
        if (view && operand.storage != null && operand.storage.rebases() != rebasesSeen) {
            throw new AutogradException(
                user + ": this view was taken before its base was changed in place, so its history is outdated\n  view: "
                    + Operand.describe(this) + "\n  try:   take the view again after the change");
        }
    }

    /** The name of the function that differentiates what made this, for printing; null for leaves. */
    @Nullable String gradFnName() {
        return node == null ? null : node.gradFn();
    }

    private LeafState leafState() {
        var present = leaf;
        return present != null ? present : newLeafState();
    }

    private synchronized LeafState newLeafState() {
        var present = leaf;
        if (present == null) {
            present = new LeafState();
            leaf = present;
        }
        return present;
    }

    /** Checks that a gradient can be added to what is there. */
    void requireAddable() {
        var state = leaf;
        if (state != null) {
            state.requireAddable();
        }
    }

    boolean hasHooks() {
        var state = leaf;
        return state != null && !state.hooks.isEmpty();
    }

    Tensor runHooks(Tensor gradient) {
        var state = leaf;
        return state == null ? gradient : state.runHooks(gradient);
    }

    void accumulate(Tensor gradient, @Nullable Scope pass, boolean createGraph) {
        leafState().accumulate(gradient, pass, createGraph);
    }

    void accumulateRetained(Tensor gradient) {
        leafState().set(gradient.escape());
    }

    /** The elements as PyTorch prints them. */
    @Override
    public String toString() {
        return new Printer(this).print();
    }
}
