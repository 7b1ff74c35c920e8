package dev.tenon.spi;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** What every call of one operator shares: its spec name, its record class, and the kernel of each device kind. */
public final class OpDescriptor {
    /** How an operator makes its outputs. */
    public enum Kind {
        /** One formula per element. */
        POINTWISE,
        /** Folds dimensions away. */
        REDUCTION,
        /** A hand-written kernel. */
        NATIVE,
        /** Metadata only: outputs share the storage of input 0. */
        VIEW,
        /** Made of other operators. */
        COMPOSITE
    }

    /** What becomes of operands within mixed precision. */
    public enum Autocast {
        /** What promotion makes of them. */
        NONE,
        /** They are of the lower precision. */
        LOWER,
        /** They are of float32. */
        FLOAT32
    }

    private static final int FIRST = 1;

    private final String name;
    private final String called;
    private final Kind kind;
    private final Class<? extends Op> type;
    private final List<String> inputNames;
    /** By parameter; of a list, all that it holds. */
    private final int written;
    private final boolean isChoice;
    private final List<String> taken;
    private final Autocast autocast;
    /** Of each tensor parameter, a bit for each dtype that it may have. */
    private final int[] dtypes;
    private volatile @Nullable OpDescriptor inPlace;
    private volatile @Nullable String gradFn;
    private final AtomicReferenceArray<@Nullable Kernel<?>> kernels = new AtomicReferenceArray<>(Device.Kind.values().length);

    /** What the calls of an operator share. */
    public OpDescriptor(String name, Kind kind, Class<? extends Op> type, String... inputNames) {
        this(name, kind, type, List.of(inputNames), 0, false, List.of(), Autocast.NONE);
    }

    private OpDescriptor(String name, Kind kind, Class<? extends Op> type, List<String> inputNames, int written, boolean isChoice,
        List<String> taken, Autocast autocast) {
        this.name = name;
        this.autocast = autocast;
        this.called = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
        this.kind = kind;
        this.type = type;
        this.inputNames = inputNames;
        this.written = written;
        this.isChoice = isChoice;
        this.taken = taken;
        this.dtypes = taken.stream().mapToInt(types -> dtypes(types.charAt(0))).toArray();
    }

    /** A bit for each dtype that a letter stands for. */
    private static int dtypes(char letter) {
        int dtypes = 0;
        for (var dtype : DType.values()) {
            dtypes |= isOf(letter, dtype) ? 1 << dtype.ordinal() : 0;
        }
        return dtypes;
    }

    /** This for an operator whose formula chooses among its operands without computing with them; for generated descriptors. */
    public OpDescriptor choosing() {
        return new OpDescriptor(name, kind, type, inputNames, written, true, taken, autocast);
    }

    /** This for an operator whose operands are cast within mixed precision; for generated descriptors. */
    public OpDescriptor autocast(Autocast precision) {
        return new OpDescriptor(name, kind, type, inputNames, written, isChoice, taken, precision);
    }

    /** What becomes of its operands within mixed precision. */
    public Autocast autocast() {
        return autocast;
    }

    /** The name in the spec, such as {@code gelu} or {@code max/dim}. */
    public String name() {
        return name;
    }

    /** The name without the tag of an overload, such as {@code max}: what it is called. */
    public String called() {
        return called;
    }

    /** The form in place, by its name with an underscore: {@code add_} of {@code add}, which writes into the first input. */
    public OpDescriptor inPlace() {
        var form = inPlace;
        if (form == null) {
            form = new OpDescriptor(called + "_", kind, type, inputNames, FIRST, false, taken, Autocast.NONE);
            inPlace = form;
        }
        return form;
    }

    /** Whether it returns its first input with other values, as those do whose name ends in an underscore. */
    public boolean isInPlace() {
        return writes(0) || called.endsWith("_") && !called.endsWith("__");
    }

    /** The name of the function that differentiates it, made of the operator's: {@code AddBackward0} for {@code add}. */
    public String gradFn() {
        var known = gradFn;
        if (known == null) {
            known = backwardName();
            gradFn = known;
        }
        return known;
    }

    /** In one word, of which each part and what follows a digit begins with a capital. */
    private String backwardName() {
        var text = new StringBuilder();
        boolean begins = true;
        for (int i = 0; i < called.length(); i++) {
            char c = called.charAt(i);
            boolean inside = Character.isLetterOrDigit(c);
            if (inside) {
                text.append(begins ? Character.toUpperCase(c) : c);
            }
            begins = !inside || Character.isDigit(c);
        }
        return text.append("Backward0").toString();
    }

    public Kind kind() {
        return kind;
    }

    public Class<? extends Op> type() {
        return type;
    }

    /** The tensor parameters' names, in the order of the signature. */
    public List<String> inputNames() {
        return inputNames;
    }

    /** This for an operator whose kernel writes into these tensor parameters; for generated descriptors. */
    public OpDescriptor writing(String... parameters) {
        int all = written;
        for (var parameter : parameters) {
            all |= 1 << inputNames.indexOf(parameter);
        }
        return new OpDescriptor(name, kind, type, inputNames, all, isChoice, taken, autocast);
    }

    /**
     * This for an operator of which signatures say what may be given for each tensor parameter: the letter of its dtypes, and a question mark if
     * it may be absent; for generated descriptors.
     */
    public OpDescriptor taking(String... types) {
        return new OpDescriptor(name, kind, type, inputNames, written, isChoice, List.of(types), autocast);
    }

    private static boolean isOf(char letter, DType dtype) {
        return switch (letter) {
            case 'W' -> dtype == DType.FLOAT64 || dtype == DType.FLOAT32;
            case 'F' -> dtype.isFloating();
            case 'I' -> dtype.isIntegral();
            case 'Q' -> !dtype.isFloating();
            case 'B' -> dtype == DType.BOOL;
            case 'N' -> dtype != DType.BOOL;
            default -> true;
        };
    }

    /** Whether the signature lets this input have a dtype; what a list holds are inputs like its first. */
    public boolean takes(int input, DType dtype) {
        return (dtypes[Math.min(input, dtypes.length - 1)] >>> dtype.ordinal() & 1) != 0;
    }

    /** Whether {@link #takes} and {@link #isOptional} know what is to be checked before the operator begins. */
    public boolean isChecked() {
        return !taken.isEmpty();
    }

    /** The letter of the dtypes that this input may have; what a list holds are inputs like its first. */
    public char letter(int input) {
        return taken.get(Math.min(input, taken.size() - 1)).charAt(0);
    }

    /** The name of the parameter that this input is given for. */
    public String inputName(int input) {
        return inputNames.get(Math.min(input, inputNames.size() - 1));
    }

    /** Whether this input may be absent. */
    public boolean isOptional(int input) {
        return taken.get(Math.min(input, taken.size() - 1)).length() > 1;
    }

    /** Whether the kernel writes into any of its inputs. */
    public boolean writes() {
        return written != 0;
    }

    /** Whether the kernel writes into this input; what a list holds are inputs like its first. */
    public boolean writes(int input) {
        return (written >>> Math.min(input, inputNames.size() - 1) & 1) != 0;
    }

    /** Whether elements of the result are elements of operands: a Java number among these must be one that the dtype can hold. */
    public boolean isChoice() {
        return isChoice;
    }

    /**
     * Checks that an operator speaks for itself: kernels are written for the checks of their own operator's {@link Primitive#infer}.
     *
     * @throws ArgumentException if this is the descriptor of another
     */
    void requireOf(Op op) {
        if (op.getClass() != type) {
            throw new ArgumentException(name + ": the operator " + op.getClass().getName() + " has the descriptor of " + type.getName()
                + "\n  try:   a descriptor and a kernel of its own");
        }
    }

    /** The kernel for {@code device}, looked up in its backend at the first call. */
    @SuppressWarnings("unchecked") // a backend answers kernel(type) with a kernel of that type
    Kernel<Op> kernel(Device device) {
        int slot = device.kind().ordinal();
        var kernel = kernels.getPlain(slot);
        if (kernel == null) {
            kernel = Backends.of(device).kernel(this);
            kernels.set(slot, kernel);
        }
        return (Kernel<Op>) kernel;
    }

    @Override
    public String toString() {
        return name;
    }
}
