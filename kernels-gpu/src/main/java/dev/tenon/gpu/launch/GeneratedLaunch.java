package dev.tenon.gpu.launch;

import dev.tenon.core.DType;
import dev.tenon.gpu.driver.Driver;
import dev.tenon.gpu.driver.Source;
import dev.tenon.spi.Op;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kernel whose CUDA source was generated from a formula.
 *
 * @param <O> the operator's record
 */
public abstract class GeneratedLaunch<O extends Op> extends GpuKernel<O> {
    private static final int DTYPES = DType.values().length;

    private final Class<?> owner;
    private final String source;
    private final String name;
    private final String[] forms;
    private @Nullable Packing<O> packing;
    private @Nullable Function<O, ? extends Enum<?>> choice;
    private @Nullable Functions[] functions = new Functions[1];

    /**
     * What is the same for every element, from the operator's record.
     *
     * @param <O> the operator's record
     */
    @FunctionalInterface
    public interface Packing<O> {
        /** Passes the parameters in the kernel's order. */
        void pack(O op, Parameters to);
    }

    /** The type that a kernel computes in. */
    enum Lane {
        F64(8), F32(4), I64(8);

        private final int bytes;

        Lane(int bytes) {
            this.bytes = bytes;
        }

        static Lane of(DType dtype) {
            return dtype == DType.FLOAT64 ? F64 : dtype.isFloating() ? F32 : I64;
        }

        int bytes() {
            return bytes;
        }
    }

    /** Takes the parameters that are the same for every element and passes them in the type that the kernel computes in. */
    public static final class Parameters {
        private final GpuCall call;
        private final Launch launch;
        private final Lane lane;

        Parameters(GpuCall call, Launch launch, Lane lane) {
            this.call = call;
            this.launch = launch;
            this.lane = lane;
        }

        /** A number of formulas on floating numbers. */
        public Parameters number(double value) {
            return number(value, value, (long) value);
        }

        /** A number, and what it is among integers. */
        public Parameters number(double value, long whole) {
            return number(value, value, whole);
        }

        /** A number that depends on the floating type. */
        public Parameters number(double wide, double narrow) {
            return number(wide, narrow, 0);
        }

        /** A number that depends on the type. */
        public Parameters number(double wide, double narrow, long whole) {
            switch (lane) {
                case F64 -> launch.f64(wide);
                case F32 -> launch.f32((float) narrow);
                case I64 -> launch.i64(whole);
            }
            return this;
        }

        /** Whether an optional input was given. */
        public Parameters given(int input) {
            return flag(call.has(input));
        }

        /** Whether an optional input was left out. */
        public Parameters missing(int input) {
            return flag(!call.has(input));
        }

        /** A truth value. */
        public Parameters flag(boolean value) {
            launch.flag(value);
            return this;
        }
    }

    /** The kernels of one device that were asked for. */
    private static final class Functions {
        private final Driver driver;
        private long[] handles = new long[0];

        Functions(Driver driver) {
            this.driver = driver;
        }
    }

    /**
     * A kernel in several forms.
     *
     * @param owner a class beside which the source is found
     * @param source its name below {@code META-INF/tenon/cuda}
     * @param name what the names of its kernels begin with
     * @param forms what they end in
     */
    GeneratedLaunch(Class<?> owner, String source, String name, String... forms) {
        this.owner = owner;
        this.source = source;
        this.name = name;
        this.forms = forms;
    }

    /** As this, with parameters. */
    public final GeneratedLaunch<O> passing(Packing<O> parameters) {
        this.packing = parameters;
        return this;
    }

    /** As this, with a formula for each constant of an attribute. */
    public final GeneratedLaunch<O> chosen(Function<O, ? extends Enum<?>> attribute) {
        this.choice = attribute;
        return this;
    }

    /** A launch of one form of the kernel. */
    final Launch launch(O op, GpuCall call, int form, DType dtype) {
        var constant = choice == null ? null : choice.apply(op);
        int slot = ((constant == null ? 0 : constant.ordinal()) * forms.length + form) * DTYPES + dtype.ordinal();
        var known = functions(call);
        var handles = known.handles;
        if (slot >= handles.length) {
            handles = Arrays.copyOf(handles, slot + 1);
            known.handles = handles;
        }
        long handle = handles[slot];
        if (handle == 0) {
            var variant = constant == null ? name : name + '_' + constant.name().toLowerCase(Locale.ROOT);
            handle = known.driver.function(Source.of(owner, source, dtype), variant + '_' + dtype + forms[form]);
            handles[slot] = handle;
        }
        return new Launch(call.operator(), known.driver, handle);
    }

    /** Several threads may come here at once: they ask the driver once more, and get the same answer. */
    private Functions functions(GpuCall call) {
        int device = call.device().index();
        var all = functions;
        if (device >= all.length) {
            all = Arrays.copyOf(all, device + 1);
            functions = all;
        }
        var known = all[device];
        if (known == null || known.driver != call.driver()) {
            known = new Functions(call.driver());
            all[device] = known;
        }
        return known;
    }

    final void pack(O op, GpuCall call, Launch launch, Lane lane) {
        if (packing != null) {
            packing.pack(op, new Parameters(call, launch, lane));
        }
    }
}
