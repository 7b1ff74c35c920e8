package dev.tenon.codegen.emit.library;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A layer while its class is written.
 *
 * @param type its class
 */
public record LayerModel(OpEntry op, LayerSpec spec, ClassName type, Types types, String records) {
    /** How many arguments a layer takes one by one; of more, those with defaults are in an options record. */
    private static final int FEW = 2;

    /** All layers of a library, in the order of its spec. */
    public static List<LayerModel> of(Library library, LayerPlaces places) {
        var types = new Types(library.sharedEnums());
        return library.spec().ops().stream()
            .flatMap(op -> op.head().layers().stream()
                .map(layer -> new LayerModel(op, layer, places.layer(op, layer), types, library.records())))
            .toList();
    }

    public String name() {
        return spec.name();
    }

    /** The tensors that it is given in each pass. */
    public List<Param> inputs() {
        return op.sig().tensors().stream().filter(param -> !param.tensor().optional()).toList();
    }

    /** Whether a trainer can take it: it compares its input with a target. */
    public boolean isLoss() {
        return inputs().stream().map(Param::name).toList().equals(List.of("input", "target"));
    }

    public boolean isJoined() {
        return inputs().size() > 1;
    }

    /** Whether it behaves otherwise in training, and draws random numbers then. */
    public boolean draws() {
        return op.param(LayerSpec.TRAINING) != null && spec.argument(LayerSpec.TRAINING) == null
            && !spec.fixed().containsKey(LayerSpec.TRAINING);
    }

    /** Whether it is the argument that asks for all outputs, of which no text tells. */
    public boolean isFlag(Param param) {
        return spec.all() != null && spec.all().flag().equals(param);
    }

    /** The operator that gives all outputs. */
    public OpEntry whole(Library library, LayerSpec.All all) {
        return library.spec().ops().stream().filter(other -> other.key().equals(all.op())).findFirst().orElseThrow();
    }

    public boolean hasOptions() {
        var arguments = spec.arguments();
        return arguments.size() > FEW
            || arguments.size() == FEW && arguments.stream().anyMatch(argument -> Types.isNullable(argument.param()));
    }

    /** Whether the operator does not take one integer for all, as the layer does. */
    public boolean isRepeated(Param param) {
        return Types.isList(param) && param.attribute().length() > 0 && spec.arguments().stream()
            .anyMatch(argument -> argument.param().equals(param) && length(argument.of()) != param.attribute().length());
    }

    private int length(String of) {
        var param = op.param(of);
        return param == null || param.isTensor() ? 0 : param.attribute().length();
    }

    public ClassName options() {
        return type.peerClass(name() + "Options");
    }

    /** The arguments of the constructor beside the options. */
    public List<Param> positional() {
        return spec.arguments().stream().filter(argument -> !hasOptions() || !argument.hasDefault()).map(LayerSpec.Argument::param)
            .toList();
    }

    /** The components of the options record. */
    public List<Param> optional() {
        return spec.arguments().stream().filter(argument -> hasOptions() && argument.hasDefault()).map(LayerSpec.Argument::param).toList();
    }

    /** The spatial dimensions that its name tells of, {@code MaxPool2d}; 0 if it tells none. */
    public int spatial() {
        var end = name().length() < 2 ? "" : name().substring(name().length() - 2);
        return end.matches("[123]d") ? end.charAt(0) - '0' : 0;
    }

    // ---- Java types -------------------------------------------------------------------------------------------------

    /** The type of a constructor's parameter: real numbers are of type double. */
    public TypeName argument(Param param) {
        return Types.isList(param) ? listType(param, Names.LONG_ARRAY) : plain(param);
    }

    /** The type of a component of the options record. */
    public TypeName component(Param param) {
        return Types.isList(param) ? listType(param, Names.INTS) : plain(param);
    }

    private static TypeName listType(Param param, TypeName type) {
        return Types.isNullable(param) ? Types.nullable(type) : type;
    }

    private TypeName plain(Param param) {
        if (param.isTensor()) {
            return Types.nullable(Names.TENSOR);
        }
        if (param.attribute().kind() == ParamType.Attribute.Kind.NUM) {
            return Types.isNullable(param) ? Types.nullable(TypeName.DOUBLE.box()) : TypeName.DOUBLE;
        }
        return types.component(op, records, param);
    }

    /** The Java text of a default as the constructor takes it, where a number that may be null is a {@code Double}. */
    public CodeBlock defaultArgument(Param param) {
        return types.defaultArgument(op, records, real(param));
    }

    /** The same as a component of the options record. */
    public CodeBlock defaultComponent(Param param) {
        return types.defaultComponent(op, records, real(param));
    }

    private static Param real(Param param) {
        if (param.isTensor() || param.attribute().kind() != ParamType.Attribute.Kind.NUM || !Types.isNullable(param)) {
            return param;
        }
        var number = param.attribute();
        var real = new ParamType.Attribute(ParamType.Attribute.Kind.FLOAT, true, number.length(), number.enumName(), number.constants());
        return new Param(param.name(), param.javaName(), real, param.defaultValue(), param.at());
    }

    // ---- forms ------------------------------------------------------------------------------------------------------

    /** How a constructor takes an argument. */
    public enum As {
        PLAIN, ARRAY, VARARGS,
        /** One integer for a list. */
        SINGLE
    }

    /** An argument as a constructor takes it. */
    public record Given(Param param, As as) {}

    /**
     * One constructor, and the methods that are like it.
     *
     * @param options whether a function that changes the options is the last argument
     */
    public record Form(List<Given> given, boolean options) {}

    /** The constructor that the others call. */
    public Form complete() {
        return new Form(given(positional(), false), hasOptions());
    }

    /** All constructors, the complete one last. */
    public List<Form> forms() {
        var forms = new ArrayList<Form>();
        if (hasOptions()) {
            singly(positional()).forEach(given -> forms.addAll(List.of(new Form(given, false), new Form(given, true))));
            return forms;
        }
        int required = (int) positional().stream().filter(param -> param.defaultValue() == null && !param.isTensor()).count();
        for (int n = required; n <= positional().size(); n++) {
            singly(positional().subList(0, n)).forEach(given -> forms.add(new Form(given, false)));
        }
        return forms;
    }

    /** With one integer for each list where the list cannot be of variable length, and with lists. */
    private Stream<List<Given>> singly(List<Param> params) {
        var given = given(params, false);
        boolean arrays = given.stream().anyMatch(each -> each.as() == As.ARRAY);
        return arrays ? Stream.of(given(params, true), given) : Stream.of(given);
    }

    private List<Given> given(List<Param> params, boolean single) {
        var given = new ArrayList<Given>();
        for (var param : params) {
            boolean last = param.equals(params.getLast()) && !hasOptions();
            given.add(new Given(param, !Types.isList(param) ? As.PLAIN : single ? As.SINGLE : last ? As.VARARGS : As.ARRAY));
        }
        return given;
    }
}
