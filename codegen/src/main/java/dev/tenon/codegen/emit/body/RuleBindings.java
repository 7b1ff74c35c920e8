package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Code;
import dev.tenon.codegen.emit.library.FoldedDims;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.emit.shape.ShapeCode;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of a gradient expression inside a rule's method {@code (op, call)}; notes which values it reads, for they must be saved. */
public final class RuleBindings implements Bindings {
    private final OpEntry op;
    private final Map<String, CodeBlock> locals = new LinkedHashMap<>();
    private long savedInputs;
    private long savedOutputs;
    private boolean promotes;
    private boolean readsAttributes;

    public RuleBindings(OpEntry op) {
        this.op = op;
    }

    /**
     * Begins the method of one gradient.
     *
     * @param promoted whether operands are read in the dtype that the formula was computed in, truth values aside
     */
    public void begin(boolean promoted) {
        promotes = promoted;
        readsAttributes = false;
    }

    /** Ends that method. */
    public void end() {
        promotes = false;
    }

    /** Whether an attribute was read since the last begin. */
    public boolean readsAttributes() {
        return readsAttributes;
    }

    @Override
    public Code value(Param param) {
        if (!param.isTensor()) {
            readsAttributes = true;
            var code = Code.of(Types.javaType(param), "op.$N()", param.javaName());
            return Types.isNullable(param) ? code.orNull() : code;
        }
        int index = op.sig().tensors().indexOf(param);
        var name = local(param.javaName());
        if (param.tensor().list()) {
            savedInputs = -1;
            locals.putIfAbsent(name, CodeBlock.of("$T $L = call.inputs($L, $L)", Names.TENSOR_LIST, name, 0, listEnd()));
            return Code.of(JavaType.TENSORS, "$L", name);
        }
        savedInputs |= behindList() ? -1 : 1L << index;
        var type = param.tensor().optional() ? Types.nullable(Names.TENSOR) : Names.TENSOR;
        locals.putIfAbsent(name, CodeBlock.of("$T $L = call.$L($L)", type, name, reader(param), input(param)));
        var code = Code.of(JavaType.TENSOR, "$L", name);
        return param.tensor().optional() ? code.orNull() : code;
    }

    @Override
    public Code tensor(Code value) {
        return Code.of(JavaType.TENSOR, value.type() == JavaType.BOOL ? "call.flag($L)" : "call.number($L)",
            TensorCode.number(value).text());
    }

    private String reader(Param param) {
        return promotes && param.tensor().letter() != 'B' ? "operand" : "input";
    }

    private boolean behindList() {
        return op.sig().tensors().getFirst().tensor().list();
    }

    private CodeBlock listEnd() {
        int others = op.sig().tensors().size() - 1;
        return others == 0 ? CodeBlock.of("call.inputs()") : CodeBlock.of("call.inputs() - $L", others);
    }

    private CodeBlock input(Param param) {
        return ShapeCode.input(op, param, "call.inputs()");
    }

    /** A parameter's name where the method's own parameters do not have it. */
    private static String local(String name) {
        return name.equals("op") || name.equals("call") || name.equals("g") ? name + "Input" : name;
    }

    @Override
    public Code shape(Param param) {
        return Code.of(JavaType.SHAPE, "call.shape($L)", input(param));
    }

    @Override
    public Code dtype(Param param) {
        return Code.of(JavaType.DTYPE, "call.dtype($L)", input(param));
    }

    @Override
    public Code given(Param param) {
        return Code.of(JavaType.BOOL, "call.hasInput($L)", input(param));
    }

    @Override
    public @Nullable Code other(Expr.Name name) {
        return switch (name.name()) {
            case "g" -> op.sig().listResult() ? listed("g", "grads") : grad(0, "g");
            case "output" -> {
                savedOutputs |= op.sig().listResult() ? -1 : 0;
                yield op.sig().listResult() ? listed("output", "outputs") : output(0, "output");
            }
            default -> {
                int result = result(name.name());
                yield result >= 0 ? output(result, Names.camel(name.name())) : null;
            }
        };
    }

    @Override
    public @Nullable Code part(Expr.Field field) {
        if (!(field.target() instanceof Expr.Name name)) {
            return null;
        }
        int result = result(field.name());
        return result < 0 ? null : switch (name.name()) {
            case "g" -> Code.of(JavaType.TENSOR, "call.grad($L)", result);
            case "output" -> output(result, Names.camel(field.name()));
            default -> null;
        };
    }

    private int result(String name) {
        var results = op.sig().results();
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** What the call has of all tensors of a result that is a list. */
    private Code listed(String name, String method) {
        locals.putIfAbsent(name, CodeBlock.of("$T $L = call.$L()", Names.TENSOR_LIST, name, method));
        return Code.of(JavaType.TENSORS, "$L", name);
    }

    private Code grad(int index, String name) {
        locals.putIfAbsent(name, CodeBlock.of("$T $L = $L", Names.TENSOR, name, kept(CodeBlock.of("call.grad($L)", index))));
        return Code.of(JavaType.TENSOR, "$L", name);
    }

    private Code output(int index, String name) {
        savedOutputs |= 1L << index;
        locals.putIfAbsent(name, CodeBlock.of("$T $L = $L", Names.TENSOR, name, kept(CodeBlock.of("call.output($L)", index))));
        return Code.of(JavaType.TENSOR, "$L", name);
    }

    /** A value in the shape of a result; that of a reduction with the dimensions that it folded, of size 1. */
    private CodeBlock kept(CodeBlock value) {
        if (!(op instanceof OpEntry.Reduction reduction)) {
            return value;
        }
        var dims = FoldedDims.of(reduction);
        readsAttributes |= dims.toString().contains("op.");
        return CodeBlock.of("$T.unreduce($L,$W$L,$W$L)", Names.GRADIENTS, value, folded(reduction), dims);
    }

    /** The shape of what a reduction folds. */
    public static CodeBlock folded(OpEntry.Reduction op) {
        return op.sig().tensors().size() == 1 ? CodeBlock.of("call.shape(0)") : CodeBlock.of("call.shape()");
    }

    /** Declares a local variable that a name stands for, such as a saved value. */
    void declare(String name, CodeBlock declaration) {
        locals.putIfAbsent(name, declaration);
    }

    /** The declarations of all local variables that were read since the last call of this. */
    public CodeBlock declarations() {
        var text = CodeBlock.builder();
        locals.values().forEach(text::addStatement);
        locals.clear();
        return text.build();
    }

    /** Bit {@code i} is set if the value of input {@code i} was read. */
    public long savedInputs() {
        return savedInputs;
    }

    /** Bit {@code i} is set if the value of output {@code i} was read. */
    public long savedOutputs() {
        return savedOutputs;
    }

    /** Bit {@code i} is set if output {@code i} was read and nobody else has it: the statistics that an internal operator gives. */
    public long ownOutputs() {
        long own = 0;
        var results = op.sig().results();
        for (int i = 0; i < results.size() && op.internal(); i++) {
            own |= results.get(i).dtype().startsWith("statistics(") ? 1L << i : 0;
        }
        return own & savedOutputs;
    }
}
