package dev.tenon.codegen.emit;

import dev.tenon.codegen.expr.Constant;
import dev.tenon.codegen.expr.CudaFunctions;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes CUDA C++ for every pointwise formula, its fused gradients, and every reduction's fold: one source per operator, one kernel per
 * storage dtype. Halves are loaded and stored as such and computed in float.
 */
final class CudaEmitter {
    /** A storage dtype: its suffix in kernel names, its C++ type, and the language of its computing type. */
    private record Storage(String suffix, String type, Dialect dialect) {}

    private static final List<Storage> FLOATING = List.of(new Storage("float64", "double", Dialect.CUDA_DOUBLE),
        new Storage("float32", "float", Dialect.CUDA_FLOAT), new Storage("float16", "__half", Dialect.CUDA_FLOAT),
        new Storage("bfloat16", "__nv_bfloat16", Dialect.CUDA_FLOAT));
    private static final List<Storage> INTEGRAL = List.of(new Storage("int64", "long long", Dialect.CUDA_LONG),
        new Storage("int32", "int", Dialect.CUDA_LONG), new Storage("int16", "short", Dialect.CUDA_LONG),
        new Storage("int8", "signed char", Dialect.CUDA_LONG), new Storage("uint8", "unsigned char", Dialect.CUDA_LONG),
        new Storage("bool", "bool", Dialect.CUDA_LONG));

    private static final String ACCESS = """
        #include <cuda_fp16.h>
        #include <cuda_bf16.h>

        template <typename C, typename S> __device__ inline C tn_load(const S* p, long long i) { return (C) p[i]; }
        template <> __device__ inline float tn_load<float, __half>(const __half* p, long long i) { return __half2float(p[i]); }
        template <> __device__ inline float tn_load<float, __nv_bfloat16>(const __nv_bfloat16* p, long long i) {
            return __bfloat162float(p[i]);
        }
        template <typename C> __device__ inline void tn_store(double* p, long long i, C v) { p[i] = (double) v; }
        template <typename C> __device__ inline void tn_store(float* p, long long i, C v) { p[i] = (float) v; }
        template <typename C> __device__ inline void tn_store(__half* p, long long i, C v) { p[i] = __float2half((float) v); }
        template <typename C> __device__ inline void tn_store(__nv_bfloat16* p, long long i, C v) { p[i] = __float2bfloat16((float) v); }
        template <typename C, typename S> __device__ inline void tn_store(S* p, long long i, C v) { p[i] = (S) v; }

        /* where operands lie: sizes from the innermost dimension, strides in elements, one row per operand */
        struct TnLayout {
            int rank;
            long long size[8];
            long long stride[8][8];
        };

        __device__ inline long long tn_offset(const TnLayout& layout, int operand, long long i) {
            long long offset = 0;
            for (int d = 0; d < layout.rank; d++) {
                offset += i % layout.size[d] * layout.stride[operand][d];
                i /= layout.size[d];
            }
            return offset;
        }
        """;

    private static final String FOLD = """

        extern "C" __global__ void NAME(const STORAGE* p, ACC* out, long long rows, long long length, long long rowStride,
                long long stepPARAMS) {
            extern __shared__ unsigned char tn_shared[];
            ACC* partial = (ACC*) tn_shared;
            for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
                ACC a = INIT;
                for (long long i = threadIdx.x; i < length; i += blockDim.x) {
                    ACC INPUT = tn_load<LOADED>(p, row * rowStride + i * step);
                    ACC b = MAP;
                    a = COMBINE;
                }
                partial[threadIdx.x] = a;
                __syncthreads();
                for (int half = blockDim.x / 2; half > 0; half /= 2) {
                    if (threadIdx.x < half) {
                        ACC b = partial[threadIdx.x + half];
                        a = COMBINE;
                        partial[threadIdx.x] = a;
                    }
                    __syncthreads();
                }
                if (threadIdx.x == 0) {
                    out[row] = a;
                }
                __syncthreads();
            }
        }
        """;

    private final Library library;

    CudaEmitter(Library library) {
        this.library = library;
    }

    /** File name to source text. */
    Map<String, String> sources() {
        var sources = new LinkedHashMap<String, String>();
        for (var op : library.spec().ops()) {
            var reduce = op.reduce();
            if (op.kind() == Kind.POINTWISE) {
                var text = new StringBuilder(pointwise(Formulas.forward(library, op), kernelName(op.key())));
                for (var gradients : PointwiseGradients.fused(op)) {
                    text.append(pointwise(Formulas.backward(library, gradients), kernelName(gradients.key())));
                }
                sources.put(kernelName(op.key()) + ".cu", header(op) + text);
            } else if (op.kind() == Kind.REDUCTION && reduce != null) {
                sources.put(kernelName(op.key()) + ".cu", header(op) + reduction(Fold.of(library, op, reduce), reduce.wide()));
            }
        }
        return sources;
    }

    private static String kernelName(String key) {
        return key.replaceAll("[^A-Za-z0-9]+", "_");
    }

    private static String header(OpEntry op) {
        return "/* " + op.key() + ": " + op.doc().strip().replace("*/", "* /") + " */\n" + CudaFunctions.PRELUDE + "\n" + ACCESS;
    }

    // ---- pointwise ------------------------------------------------------------------------------------------------------

    private static String pointwise(Formulas formulas, String name) {
        var text = new StringBuilder();
        if (formulas.isFloating()) {
            formulas.byConstant().forEach(
                (constant, results) -> FLOATING.forEach(storage -> kernels(formulas, joined(name, constant), storage, results, text)));
        }
        if (formulas.integral() != null) {
            formulas.integral().forEach(
                (constant, results) -> INTEGRAL.forEach(storage -> kernels(formulas, joined(name, constant), storage, results, text)));
        }
        return text.toString();
    }

    private static String joined(String name, String constant) {
        return constant.isEmpty() ? name : name + "_" + constant;
    }

    private static void kernels(Formulas formulas, String name, Storage storage, List<Expr> results, StringBuilder text) {
        kernel(formulas, name + "_" + storage.suffix(), storage, results, false, text);
        kernel(formulas, name + "_" + storage.suffix() + "_strided", storage, results, true, text);
    }

    private static void kernel(Formulas formulas, String name, Storage storage, List<Expr> results, boolean strided, StringBuilder text) {
        var extracted = formulas.extract(results);
        var dag = new Dag();
        var nodes = extracted.formulas().stream().map(dag::simplify).toList();
        var schedule = dag.schedule(nodes);
        var scalar = new ScalarText(storage.dialect());
        var params = parameters(formulas, storage, uniforms(extracted.used(nodes), extracted, scalar, storage.dialect()), strided);
        text.append("\nextern \"C\" __global__ void ").append(name).append("(").append(String.join(", ", params)).append(") {\n");
        text.append("    long long step = (long long) gridDim.x * blockDim.x;\n");
        text.append("    for (long long i = blockIdx.x * (long long) blockDim.x + threadIdx.x; i < n; i += step) {\n");
        for (int i = 0; i < formulas.operands().size(); i++) {
            var operand = formulas.operands().get(i);
            line(text,
                storage.dialect().type() + " " + formulas.local(operand) + " = tn_load<" + storage.dialect().type() + ">("
                    + formulas.address(operand)
                    + ", " + index(strided, i) + ")");
            scalar.declare(operand, Piece.number(formulas.local(operand)));
        }
        for (var assign : schedule.assigns()) {
            var value = scalar.translate(assign.value());
            boolean flag = value.kind() == Piece.Kind.FLAG;
            line(text, (flag ? "bool " : storage.dialect().type() + " ") + assign.name() + " = " + value.text());
            scalar.declare(assign.name(), flag ? Piece.flag(assign.name()) : Piece.number(assign.name()));
        }
        stores(formulas, schedule.results().stream().map(result -> scalar.number(scalar.translate(result)).text()).toList(), storage,
            strided, text);
        text.append("    }\n}\n");
    }

    /** All results are computed before the first is stored, for it may lie where an operand does. */
    private static void stores(Formulas formulas, List<String> values, Storage storage, boolean strided, StringBuilder text) {
        for (int r = 0; r < values.size(); r++) {
            line(text, storage.dialect().type() + " result" + r + " = " + values.get(r));
        }
        for (int r = 0; r < values.size(); r++) {
            line(text, "tn_store(" + formulas.address(r) + ", " + index(strided, formulas.operands().size() + r) + ", result" + r + ")");
        }
    }

    private static void line(StringBuilder text, String statement) {
        text.append("        ").append(statement).append(";\n");
    }

    private static String index(boolean strided, int operand) {
        return strided ? "tn_offset(layout, " + operand + ", i)" : "i";
    }

    /** Operands, results, what is the same for every element, the count, and where operands lie. */
    private static List<String> parameters(Formulas formulas, Storage storage, List<String> uniforms, boolean strided) {
        var params = new ArrayList<String>();
        formulas.operands().forEach(operand -> params.add("const " + type(formulas, operand, storage) + "* " + formulas.address(operand)));
        for (int r = 0; r < formulas.results().size(); r++) {
            params.add((formulas.truth() ? "bool" : storage.type()) + "* " + formulas.address(r));
        }
        params.addAll(uniforms);
        params.add("long long n");
        if (strided) {
            params.add("TnLayout layout");
        }
        return params;
    }

    /** Conditions and masks are stored as truth values beside operands of any dtype. */
    private static String type(Formulas formulas, String operand, Storage storage) {
        var param = formulas.op().param(operand);
        return param != null && param.isTensor() && param.tensor().letter() == 'B' ? "bool" : storage.type();
    }

    /** Declares what is the same for every element: limits of the type are written out, the rest are parameters. */
    private static List<String> uniforms(Collection<Uniform> used, Formulas.Extracted extracted, ScalarText text, Dialect dialect) {
        var params = new ArrayList<String>();
        extracted.uniforms().forEach((key, uniform) -> {
            var constant = uniform.source() instanceof Expr.Name name ? Constant.of(name.name()) : null;
            if (constant != null) {
                text.declare(key, Piece.number(dialect.constant(constant)));
            } else if (used.contains(uniform)) {
                text.declare(key, uniform.flag() ? Piece.flag(uniform.local()) : Piece.number(uniform.local()));
                params.add((uniform.flag() ? "bool " : dialect.type() + " ") + uniform.local());
            }
        });
        return params;
    }

    // ---- reductions -----------------------------------------------------------------------------------------------------

    /** One block folds one row, or one slice of it: threads stride over the row, then halve in shared memory. */
    private static String reduction(Fold fold, boolean wide) {
        var text = new StringBuilder();
        for (var storage : FLOATING) {
            text.append(fold(fold, storage, wide ? Dialect.CUDA_DOUBLE : storage.dialect()));
        }
        if (fold.op().sig().tensors().getFirst().tensor().letter() != 'F') {
            INTEGRAL.forEach(storage -> text.append(fold(fold, storage, Dialect.CUDA_LONG)));
        }
        return text.toString();
    }

    private static String fold(Fold fold, Storage storage, Dialect dialect) {
        var scalar = new ScalarText(dialect);
        List.of(fold.input(), "a", "b")
            .forEach(name -> scalar.declare(name, Piece.number(name.equals(fold.input()) ? fold.local() : name)));
        var params = new StringBuilder();
        fold.uniforms().forEach((key, uniform) -> {
            scalar.declare(key, uniform.flag() ? Piece.flag(uniform.local()) : Piece.number(uniform.local()));
            params.append(", ").append(uniform.flag() ? "bool " : dialect.type() + " ").append(uniform.local());
        });
        Function<Expr, String> text = part -> scalar.number(scalar.translate(part)).text();
        return FOLD.replace("NAME", kernelName(fold.op().key()) + "_" + storage.suffix()).replace("STORAGE", storage.type())
            .replace("LOADED", storage.dialect().type()).replace("PARAMS", params).replace("INIT", text.apply(fold.init()))
            .replace("INPUT", fold.local()).replace("MAP", text.apply(fold.map())).replace("COMBINE", text.apply(fold.combine()))
            .replace("ACC", dialect.type());
    }
}
