package dev.tenon.codegen.processor;

import com.palantir.javapoet.TypeName;
import dev.tenon.codegen.emit.library.JavaType;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.JavaNames;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ValueType;
import dev.tenon.codegen.spec.check.NamedClasses;
import dev.tenon.codegen.spec.types.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Looks at the hand-written classes that entries name, before code is generated that calls them. */
final class JavaClasses implements NamedClasses {
    private static final String KERNEL = "dev.tenon.spi.Kernel";
    private static final String STATEFUL_LAYERS = "dev.tenon.nn.registry.StatefulLayer";
    private static final String GPU_KERNEL = "dev.tenon.gpu.launch.GpuKernel";

    private final Elements elements;
    private final javax.lang.model.util.Types types;
    private final ClassFinder finder;
    private final Places places;

    /**
     * What of a library is generated here.
     *
     * @param records the package of the operator records
     * @param kernels the package of what makes kernels
     * @param cpu whether CPU kernels are named
     * @param gpu whether GPU kernels are named
     */
    record Places(String records, String kernels, boolean cpu, boolean gpu) {}

    JavaClasses(Elements elements, javax.lang.model.util.Types types, ClassFinder finder, Places places) {
        this.elements = elements;
        this.types = types;
        this.finder = finder;
        this.places = places;
    }

    // ---- kernels --------------------------------------------------------------------------------------------------------

    @Override
    public @Nullable Problem kernel(OpEntry op, String name, boolean onGpu) {
        if (onGpu ? !places.gpu() : !places.cpu()) {
            return null;
        }
        var form = kernelForm(op, name, onGpu);
        var type = finder.element(op.topic(), name);
        if (type == null) {
            return new Problem("kernel class " + name + " in " + finder.places(), "",
                "write '" + form + "', or say 'missing:' with the reason in the spec");
        }
        var subject = "the class " + type.getQualifiedName();
        var form2 = "the form is '" + form + "'";
        if (type.getKind() != ElementKind.CLASS || type.getModifiers().contains(Modifier.ABSTRACT) || !type.getTypeParameters().isEmpty()) {
            return new Problem(subject, "can make no kernel: it is " + (type.getTypeParameters().isEmpty() ? "abstract" : "generic"),
                form2);
        }
        return isReachable(type, places.kernels()) ? kernel(op, type, onGpu, form2)
            : new Problem(subject, unreachable(type, places.kernels()), "make it public");
    }

    private static String kernelForm(OpEntry op, String name, boolean onGpu) {
        return onGpu ? "public final class " + name + " extends GpuKernel<" + op.recordName() + ">"
            : "public final class " + name + " implements Kernel<" + op.recordName() + ">";
    }

    private @Nullable Problem kernel(OpEntry op, TypeElement type, boolean onGpu, String form) {
        var subject = "the class " + type.getQualifiedName();
        var inner = type.getNestingKind() == NestingKind.MEMBER && !type.getModifiers().contains(Modifier.STATIC);
        boolean constructed = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .anyMatch(constructor -> constructor.getParameters().isEmpty() && isReachable(constructor, type, places.kernels()));
        if (inner || !constructed) {
            return new Problem(subject, inner ? "is an inner class" : "has no constructor without arguments that generated code can call",
                inner ? "make it static" : "add '" + type.getSimpleName() + "() {}', or remove its constructors");
        }
        var kernel = supertype(type.asType(), KERNEL);
        if (kernel == null) {
            return hasUnknownSupertype(type.asType()) ? null : new Problem(subject, "is no kernel", form);
        }
        boolean isGpu = supertype(type.asType(), GPU_KERNEL) != null;
        if (isGpu != onGpu) {
            return onGpu
                ? new Problem(subject, "is a kernel of the CPU, and would read addresses of a GPU", form + ", or write 'cuda host'")
                : new Problem(subject, "is a kernel of the GPU", form);
        }
        var record = kernel.getTypeArguments().isEmpty() ? "" : name(kernel.getTypeArguments().getFirst());
        return isNamed(record, places.records(), op.recordName()) ? null
            : new Problem(subject, "computes " + (record.isEmpty() ? "any operator" : record) + ", not " + op.recordName(), form);
    }

    /** The type that a class has this interface or superclass as, or null. */
    private @Nullable DeclaredType supertype(TypeMirror type, String name) {
        if (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element
            && element.getQualifiedName().contentEquals(name)) {
            return declared;
        }
        for (var upper : types.directSupertypes(type)) {
            var found = supertype(upper, name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private boolean hasUnknownSupertype(TypeMirror type) {
        return type.getKind() == TypeKind.ERROR || types.directSupertypes(type).stream().anyMatch(this::hasUnknownSupertype);
    }

    /** Whether a name is that of a class, which may not be there yet and have no package then. */
    private static boolean isNamed(String name, String place, String simpleName) {
        return name.equals(place + "." + simpleName) || name.equals(simpleName);
    }

    /** A type as reports name it: without packages. */
    private static String told(TypeMirror type) {
        return Wanted.simple(type.toString().replaceAll("@\\S+ ", ""));
    }

    static String name(TypeMirror type) {
        var text = type.toString();
        int arguments = text.indexOf('<');
        return (arguments < 0 ? text : text.substring(0, arguments)).replaceAll("@\\S+ | ", "");
    }

    // ---- static methods -----------------------------------------------------------------------------------------------

    @Override
    public @Nullable Problem method(OpEntry op, String name, Use use, List<Calls.Argument> arguments) {
        int dot = name.indexOf('.');
        var simple = name.substring(dot + 1);
        var type = finder.element(op.topic(), name.substring(0, dot));
        var wanted = new Wanted(op, use, arguments);
        var fix = "write '" + wanted.form(simple) + "'";
        if (type == null) {
            return new Problem("class " + name.substring(0, dot) + " in " + finder.places(), "", fix + " in it");
        }
        var subject = "the method " + type.getQualifiedName() + "." + simple;
        var from = use == Use.RULE ? places.records() : finder.here();
        if (!isReachable(type, from)) {
            return new Problem("the class " + type.getQualifiedName(), unreachable(type, from),
                isOfTenon(type) ? "write a method of your own: '" + wanted.form(simple) + "'" : "make it public");
        }
        var methods = finder.methods(type, simple).toList();
        if (methods.isEmpty()) {
            return new Problem("method " + simple + " in " + type.getQualifiedName(), "", fix);
        }
        String reason = "";
        for (var method : methods) {
            reason = mistake(method, type, from, wanted);
            if (reason.isEmpty()) {
                return null;
            }
        }
        return new Problem(subject, methods.size() == 1 ? reason : "has no form that fits", fix);
    }

    @Override
    public ValueType result(OpEntry op, String name) {
        return StaticArguments.value(finder.result(op.topic(), name));
    }

    /**
     * What a method must be like.
     *
     * @param arguments where it stands in an expression
     */
    private record Wanted(OpEntry op, Use use, List<Calls.Argument> arguments) {
        private static final Types TYPES = new Types(Map.of());

        int count() {
            return use.isCalled() ? arguments.size() : parameters().size();
        }

        /** The types that an argument may have, the likeliest first; none where any would do. */
        List<TypeName> given(int place) {
            return use.isCalled() ? StaticArguments.of(op, arguments.get(place), use == Use.BODY_PART) : List.of(parameters().get(place));
        }

        /** The types of the parameters of one that no expression calls. */
        private List<TypeName> parameters() {
            var parameters = new ArrayList<TypeName>();
            if (use == Use.RULE) {
                parameters.add(Names.INFERENCE);
                op.sig().attributes().forEach(param -> parameters.add(TYPES.component(op, "", param).withoutAnnotations()));
            } else {
                op.sig().params().forEach(param -> parameters.add(type(op, param)));
            }
            return parameters;
        }

        private static TypeName type(OpEntry op, Param param) {
            return param.isTensor() ? param.tensor().list() ? Names.TENSOR_LIST : Names.TENSOR
                : TYPES.argument(op, "", param).withoutAnnotations();
        }

        /** The type of its value; null where there is none. */
        @Nullable String result() {
            return use == Use.RULE ? null
                : use == Use.BODY && op.sig().listResult() ? Names.TENSOR_LIST.toString()
                    : use == Use.BODY && op.sig().results().size() > 1 ? op.recordName() + "Result" : Names.TENSOR.toString();
        }

        String form(String name) {
            var result = result();
            var text = new ArrayList<String>();
            for (int i = 0; i < count(); i++) {
                var type = given(i);
                text.add((type.isEmpty() ? "Object" : simple(type.getFirst().toString())) + " " + name(i));
            }
            return "public static " + (result == null ? "void" : simple(result)) + " " + name + "(" + String.join(", ", text) + ")";
        }

        private String name(int place) {
            if (use.isCalled()) {
                return arguments.get(place).expr() instanceof Expr.Name name ? JavaNames.parameter(name.name())
                    : String.valueOf((char) ('a' + place % 26));
            }
            return use == Use.RULE ? place == 0 ? "call" : op.sig().attributes().get(place - 1).javaName()
                : op.sig().params().get(place).javaName();
        }

        private static String simple(String type) {
            return type.replaceAll("\\b[a-z][\\w.]*\\.(?=[A-Z])|^\\.", "");
        }
    }

    /** What is wrong with a method, or nothing. */
    private String mistake(ExecutableElement method, TypeElement type, String from, Wanted wanted) {
        if (!method.getModifiers().contains(Modifier.STATIC)) {
            return "is not static";
        }
        if (!isReachable(method, type, from)) {
            return "cannot be called from the package " + from;
        }
        int count = wanted.count();
        boolean fits = method.isVarArgs() ? count >= method.getParameters().size() - 1 : count == method.getParameters().size();
        if (!fits) {
            return "takes " + method.getParameters().size() + " arguments, and is given " + count;
        }
        if (method.getTypeParameters().isEmpty() && !method.isVarArgs()) {
            for (int i = 0; i < count; i++) {
                var mistake = mistake(method.getParameters().get(i).asType(), i, wanted);
                if (!mistake.isEmpty()) {
                    return mistake;
                }
            }
        }
        var checked = method.getThrownTypes().stream().filter(this::isChecked).findFirst();
        return checked.isPresent() ? "throws " + name(checked.get()) + ", which nobody who calls an operator expects"
            : resultMistake(method, wanted);
    }

    /** What is wrong with one parameter. */
    private String mistake(TypeMirror takes, int place, Wanted wanted) {
        var given = wanted.given(place);
        if (!given.isEmpty() && given.stream().noneMatch(type -> takes(takes, type))) {
            return "takes " + told(takes) + " as parameter " + (place + 1) + ", and is given " + Wanted.simple(given.getFirst().toString());
        }
        if (!takes.getKind().isPrimitive() || !wanted.use().isCalled()) {
            return "";
        }
        var argument = wanted.arguments().get(place);
        return argument.nullable() || argument.type() == ValueType.NULL
            ? "takes " + told(takes) + " as parameter " + (place + 1) + ", which is never null, and is given '"
                + Printer.print(argument.expr()) + "', which can be"
            : "";
    }

    private boolean isChecked(TypeMirror thrown) {
        return Stream.of(RuntimeException.class, Error.class)
            .noneMatch(type -> types.isSubtype(thrown, elements.getTypeElement(type.getName()).asType()));
    }

    private String resultMistake(ExecutableElement method, Wanted wanted) {
        var result = wanted.result();
        var type = method.getReturnType();
        if (wanted.use().isCalled()) {
            boolean usable = !method.getTypeParameters().isEmpty() || type.getKind() == TypeKind.ERROR
                || StaticArguments.result(type) != JavaType.UNKNOWN;
            return type.getKind() == TypeKind.VOID ? "has no value" : usable ? "" : "gives " + told(type) + ", which no expression can use";
        }
        if (result == null || !method.getTypeParameters().isEmpty() || isSame(type, result)) {
            return "";
        }
        return "gives " + told(type) + ", and must give " + Wanted.simple(result);
    }

    /** Whether a parameter takes a value of this type, which may be generated in this round. */
    private boolean takes(TypeMirror parameter, TypeName given) {
        if (isSame(parameter, given.toString())) {
            return !given.equals(Names.TENSOR_LIST) || StaticArguments.isOfTensors(parameter);
        }
        if (given.isPrimitive()) {
            var primitive = types.getPrimitiveType(TypeKind.valueOf(given.toString().toUpperCase(Locale.ROOT)));
            return types.isAssignable(primitive, parameter);
        }
        var element = elements.getTypeElement(name(given));
        return element != null && types.isAssignable(types.erasure(element.asType()), types.erasure(parameter));
    }

    private static String name(TypeName type) {
        var text = type.toString();
        int arguments = text.indexOf('<');
        return arguments < 0 ? text : text.substring(0, arguments);
    }

    /** Whether a type has this name. One that is generated in this round is not known yet: it has the name under which it was written. */
    private static boolean isSame(TypeMirror type, String wanted) {
        var plain = wanted.indexOf('<') < 0 ? wanted : wanted.substring(0, wanted.indexOf('<'));
        var name = name(type);
        return name.equals(plain) || isKnownByName(type) && (plain.endsWith("." + name) || name.endsWith("." + plain));
    }

    private static boolean isKnownByName(TypeMirror type) {
        return type.getKind() == TypeKind.ERROR || type.getKind() == TypeKind.DECLARED;
    }

    // ---- layers -------------------------------------------------------------------------------------------------------

    @Override
    public Set<String> layers() {
        var type = elements.getTypeElement(STATEFUL_LAYERS);
        return type == null ? Set.of() : ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
            .filter(field -> field.getKind() == ElementKind.ENUM_CONSTANT).map(field -> field.getSimpleName().toString())
            .collect(Collectors.toUnmodifiableSet());
    }

    // ---- reach ----------------------------------------------------------------------------------------------------------

    private boolean isReachable(TypeElement type, String from) {
        return isReachable(type, type, from);
    }

    private boolean isReachable(Element member, TypeElement type, String from) {
        boolean beside = elements.getPackageOf(type).getQualifiedName().contentEquals(from);
        return !member.getModifiers().contains(Modifier.PRIVATE) && (beside || member.getModifiers().contains(Modifier.PUBLIC));
    }

    private boolean isOfTenon(TypeElement type) {
        return elements.getPackageOf(type).getQualifiedName().toString().startsWith(OpProcessor.TENSOR_PACKAGE);
    }

    private String unreachable(TypeElement type, String from) {
        return "cannot be used from the package " + from
            + (isOfTenon(type) ? ": it is a part of Tenon, which no other library can call" : "");
    }
}
