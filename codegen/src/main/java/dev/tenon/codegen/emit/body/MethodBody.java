package dev.tenon.codegen.emit.body;

import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Overload;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.emit.shape.ShapeCode;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes the bodies of static methods: the application of a record through the funnel, or a composite's expression. */
public final class MethodBody {
    private final Library library;
    private final Types types;

    public MethodBody(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
    }

    public CodeBlock body(Overload overload) {
        return switch (overload.op()) {
            case OpEntry.Primitive _ -> apply(overload);
            case OpEntry.Composite composite -> overload.isComplete() ? composite(overload, composite) : delegate(overload, "");
        };
    }

    /** A pointwise operator writes as it reads; others compute first, and what they made is written over their first tensor. */
    public CodeBlock inPlace(Overload overload) {
        var op = overload.op();
        var called = op.name() + "_";
        var host = op.inplace() == null ? null : op.inplace().method();
        if (host == null && op instanceof OpEntry.Pointwise) {
            return CodeBlock.builder().addStatement("return $T.inPlace($L)", Names.DISPATCH, application(overload, called)).build();
        }
        if (!overload.isComplete()) {
            return delegate(overload, "_");
        }
        if (host != null) {
            return CodeBlock.builder().addStatement("return $T.change($L,$W() -> $L$L)", Names.DISPATCH, record(overload, called),
                host(host, op), behind(inputs(overload, called))).build();
        }
        var self = op.sig().tensors().getFirst();
        var args = op.sig().params().stream()
            .map(p -> p.equals(self) ? CodeBlock.of("before") : CodeBlock.of("$N", p.javaName())).collect(CodeBlock.joining(",$W"));
        return CodeBlock.builder().addStatement("return $T.replace($L,$Wbefore -> $N($L)$L)", Names.DISPATCH, record(overload, called),
            op.javaName(), args, behind(inputs(overload, called))).build();
    }

    /** The call of a hand-written method with all parameters. */
    private CodeBlock host(String method, OpEntry op) {
        int dot = method.indexOf('.');
        var args = op.sig().params().stream().map(p -> CodeBlock.of("$N", p.javaName())).collect(CodeBlock.joining(",$W"));
        return CodeBlock.of("$T.$L($L)", library.owner(op, method.substring(0, dot)), method.substring(dot + 1), args);
    }

    private CodeBlock apply(Overload overload) {
        var op = overload.op();
        var body = CodeBlock.builder();
        var results = op.sig().results();
        if (op.sig().listResult()) {
            body.addStatement("return $T.of($T.applyMany($L))", Names.LIST_CLASS, Names.DISPATCH, application(overload, op.name()));
        } else if (results.size() > 1) {
            body.addStatement("$T outputs = $T.applyMany($L)", Names.TENSOR_ARRAY, Names.DISPATCH, application(overload, op.name()));
            body.add(results(op, "outputs[$L]"));
        } else {
            body.addStatement("return $T.apply($L)", Names.DISPATCH, application(overload, op.name()));
        }
        return body.build();
    }

    /** The arguments of the funnel: the record, its rule, and the tensors. Messages name the operator as it was called. */
    private CodeBlock application(Overload overload, String called) {
        var op = overload.op();
        var rule = Library.hasRule(op) ? CodeBlock.of("$T.INSTANCE", library.rule(op)) : CodeBlock.of("null");
        return CodeBlock.of("$L,$W$L$L", record(overload, called), rule, behind(inputs(overload, called)));
    }

    private CodeBlock record(Overload overload, String called) {
        var op = overload.op();
        var attributes = op.sig().attributes().stream().map(param -> component(overload, called, param)).collect(CodeBlock.joining(",$W"));
        var record = library.record(op);
        return op.sig().attributes().isEmpty() ? CodeBlock.of("$T.INSTANCE", record) : CodeBlock.of("new $T($L)", record, attributes);
    }

    private static CodeBlock behind(CodeBlock inputs) {
        return inputs.isEmpty() ? inputs : CodeBlock.of(",$W$L", inputs);
    }

    private CodeBlock inputs(Overload overload, String called) {
        var tensors = overload.op().sig().tensors();
        if (tensors.isEmpty()) {
            return CodeBlock.of("");
        }
        if (!tensors.getFirst().tensor().list()) {
            var plain = tensors.stream().map(param -> input(overload, called, param)).collect(CodeBlock.joining(",$W"));
            var index = overload.op().sig().attributes().stream().filter(Types::isIndex).findFirst();
            return index.isEmpty() ? plain : CodeBlock.of("$T.inputs($N,$W$L)", Names.INDEX, index.get().javaName(), plain);
        }
        var others = tensors.subList(1, tensors.size()).stream().map(param -> CodeBlock.of(",$W$L", input(overload, called, param)))
            .collect(CodeBlock.joining(""));
        return CodeBlock.of("$T.of($S, $N$L)", Names.OPERANDS, overload.op().key(), tensors.getFirst().javaName(), others);
    }

    private CodeBlock input(Overload overload, String called, Param param) {
        var argument = argument(overload, param);
        if (argument == null) {
            var tensors = overload.op().sig().tensors();
            boolean alone = tensors.size() == (tensors.getFirst().tensor().list() ? 2 : 1);
            return alone ? CodeBlock.of("($T) null", Names.TENSOR) : CodeBlock.of("null");
        }
        if (!argument.isNumber()) {
            return CodeBlock.of("$N", param.javaName());
        }
        var number = CodeBlock.of("$T.number($S, $S, $N, $N)", Names.DISPATCH, called, param.name(), param.javaName(),
            like(overload).javaName());
        return param.tensor().optional() && argument.form() == Overload.Form.NUMBER
            ? CodeBlock.of("$N == null ? null : $L", param.javaName(), number)
            : number;
    }

    /** The tensor whose device a Java number is brought to. */
    private static Param like(Overload overload) {
        return overload.given().stream().filter(a -> a.param().isTensor() && a.form() == Overload.Form.PLAIN && !a.param().tensor().list()
            && !a.param().tensor().optional()).map(Overload.Argument::param).findFirst().orElseThrow();
    }

    private static Overload.@Nullable Argument argument(Overload overload, Param param) {
        return overload.given().stream().filter(a -> a.param().equals(param)).findFirst().orElse(null);
    }

    private CodeBlock component(Overload overload, String called, Param param) {
        var argument = argument(overload, param);
        if (argument == null) {
            return types.defaultComponent(overload.op(), library.records(), param);
        }
        return switch (argument.form()) {
            case SINGLE -> CodeBlock.of("$T.of($N)", Names.INTS, param.javaName());
            case ARRAY, VARARGS -> Types.isIndex(param) ? parts(overload.op(), param) : list(overload.op(), param, "ints");
            default -> param.attribute().kind() == ParamType.Attribute.Kind.FLOATS ? list(overload.op(), param, "doubles")
                : isElement(overload.op(), param)
                    ? CodeBlock.of("$T.element($N, $N, $S, $S)", Names.ATTRIBUTES, param.javaName(),
                        overload.op().sig().tensors().getFirst().javaName(), called, param.name())
                    : CodeBlock.of("$N", param.javaName());
        };
    }

    private static CodeBlock list(OpEntry op, Param param, String reader) {
        return Types.isNullable(param) ? CodeBlock.of("$T.$L($N)", Names.ATTRIBUTES, reader, param.javaName())
            : CodeBlock.of("$T.$L($N, $S, $S)", Names.ATTRIBUTES, reader, param.javaName(), op.key(), param.name());
    }

    private static CodeBlock parts(OpEntry op, Param param) {
        return CodeBlock.of("$T.parts($N, $L, $S, $S)", Names.INDEX, param.javaName(), op.sig().tensors().size(), op.key(), param.name());
    }

    /** Whether this is a number that becomes an element beside those of the first tensor, whatever their dtype: nothing is computed with it. */
    private static boolean isElement(OpEntry op, Param param) {
        var tensors = op.sig().tensors();
        return Library.isPrimitive(op) && param.attribute().kind() == ParamType.Attribute.Kind.NUM && !tensors.isEmpty()
            && tensors.getFirst().tensor().letter() == 'X'
            && ShapeCode.isPlain(tensors.getFirst().tensor());
    }

    /** Shorter methods of what is made of others call the complete one. */
    private CodeBlock delegate(Overload overload, String suffix) {
        var op = overload.op();
        var args = new ArrayList<CodeBlock>();
        for (var param : op.sig().params()) {
            var argument = argument(overload, param);
            if (argument == null) {
                args.add(absent(op, param));
            } else if (param.isTensor()) {
                args.add(input(overload, op.name() + suffix, param));
            } else {
                args.add(switch (argument.form()) {
                    case SINGLE -> CodeBlock.of("new long[] {$N}", param.javaName());
                    // Boxed, so that the call goes to the method that takes null and not to this one again.
                    case PRIMITIVE -> CodeBlock.of("$T.valueOf($N)", types.component(op, library.records(), param).withoutAnnotations(),
                        param.javaName());
                    case INTEGRAL -> CodeBlock.of("$T.valueOf($N)", Long.class, param.javaName());
                    case REAL -> CodeBlock.of("$T.valueOf($N)", Double.class, param.javaName());
                    default -> CodeBlock.of("$N", param.javaName());
                });
            }
        }
        return CodeBlock.builder().addStatement("return $N($L)", op.javaName() + suffix, args.stream().collect(CodeBlock.joining(",$W")))
            .build();
    }

    /** A default; null says of which type it is where a method of another operator could take it in this place. */
    private CodeBlock absent(OpEntry op, Param param) {
        var value = types.defaultArgument(op, library.records(), param);
        return value.toString().equals("null") && op.sig().tensors().isEmpty() && hasRival(op)
            ? CodeBlock.of("($T) null", types.component(op, library.records(), param).withoutAnnotations())
            : value;
    }

    private boolean hasRival(OpEntry op) {
        int count = op.sig().params().size();
        return library.spec().ops().stream()
            .filter(other -> !other.key().equals(op.key()) && other.internal() == op.internal() && other.javaName().equals(op.javaName())
                && other.sig().tensors().isEmpty())
            .flatMap(other -> Overload.of(other).stream()).anyMatch(other -> other.given().size() == count);
    }

    /** The call of a composite: its record, what it is made of, and the tensors. An internal one is a part of its callers, and no call. */
    private CodeBlock composite(Overload overload, OpEntry.Composite op) {
        if (Library.isPart(op)) {
            return computation(op);
        }
        boolean many = op.sig().results().size() > 1;
        var compose = op.sig().listResult() ? "composeList" : many ? "composeMany" : "compose";
        var rule = Library.hasRule(op) ? CodeBlock.of("$T.INSTANCE,$W", library.rule(op)) : CodeBlock.of("");
        var returned = many && Library.hasRule(op) ? CodeBlock.of("$T outputs =", Names.TENSOR_LIST) : CodeBlock.of("return");
        var call = CodeBlock.of("$L $T.$L($L,$W$L() ->", returned, Names.DISPATCH, compose, record(overload, op.name()), rule);
        var inputs = behind(inputs(overload, op.name()));
        var expression = expression(op);
        var body = CodeBlock.builder();
        if (expression != null) {
            body.addStatement("$L $L$L)", call, expression, inputs);
        } else {
            body.add("$L {\n", call).indent().add(computation(op)).unindent().add("}$L);\n", inputs);
        }
        return many && Library.hasRule(op) ? body.add(results(op, "outputs.get($L)")).build() : body.build();
    }

    /** The record of the results, each of which is got of {@code outputs} in this form. */
    private CodeBlock results(OpEntry op, String item) {
        var parts = IntStream.range(0, op.sig().results().size()).mapToObj(i -> CodeBlock.of(item, i));
        return CodeBlock.builder().addStatement("return new $T($L)", library.result(op), parts.collect(CodeBlock.joining(",$W"))).build();
    }

    /** What a composite is made of where that is one expression, or null. */
    private @Nullable CodeBlock expression(OpEntry.Composite op) {
        if (!op.requires().isEmpty() || op.fusedForward() != null) {
            return null;
        }
        return switch (op.body()) {
            case OpEntry.Body.ByHand byHand -> host(byHand.method(), op);
            case OpEntry.Body.Written written -> op.sig().results().size() > 1 || Printer.hasLets(written.expr()) ? null
                : new TensorBody(library, op, new MethodBindings()).translate(written.expr()).text();
        };
    }

    private CodeBlock computation(OpEntry.Composite op) {
        var bodies = new TensorBody(library, op, new MethodBindings());
        var body = CodeBlock.builder();
        var requires = new RequireCode(op, bodies);
        op.requires().forEach(require -> body.add(requires.statements(require)));
        switch (op.body()) {
            case OpEntry.Body.ByHand byHand -> body.addStatement("return $L", host(byHand.method(), op));
            case OpEntry.Body.Written written -> {
                fused(op, bodies, body);
                body.add(op.sig().results().size() == 1 ? bodies.statements(written.expr(), "return")
                    : bodies.results(written.expr(), library.result(op)));
            }
        }
        return body.build();
    }

    private void fused(OpEntry.Composite op, TensorBody bodies, CodeBlock.Builder body) {
        if (op.fusedForward() != null) {
            var tensors = op.sig().tensors().stream().map(p -> CodeBlock.of("$N", p.javaName())).collect(CodeBlock.joining(",$W"));
            body.beginControlFlow("if (!$T.recording($L))", Names.DISPATCH, tensors);
            body.add(op.sig().results().size() == 1 ? bodies.statements(op.fusedForward(), "return")
                : bodies.results(op.fusedForward(), library.result(op)));
            body.endControlFlow();
        }
    }
}
