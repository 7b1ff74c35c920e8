package dev.tenon.codegen.diagnostic;

/**
 * The kinds of mistakes, each with its ID, and the texts of its message and its fix. {@code %1$s} and so on are the arguments of the
 * report. An ID is never used again for something else: people search for it.
 */
public enum Diagnostic {
    YAML("TNN001", "this is not YAML: %1$s", "%2$s"),
    YAML_COLON("TNN035", "this is not YAML: %1$s", "quote this text or write it after '|', because it contains ': '"),
    FLOW_MAP("TNN002", "a map in braces is not allowed in a spec", "write one 'key: value' a line, indented below its key"),
    DUPLICATE_KEY("TNN003", "the key '%1$s' is written twice", "remove one of them; the first is on line %2$s"),
    UNKNOWN_KEY("TNN004", "unknown key '%1$s' in %2$s", "the keys are: %3$s"),
    NODE("TNN005", "%1$s must be %2$s", "write %3$s"),
    MISSING_KEY("TNN006", "'%1$s' has no '%2$s'", "add '%2$s: %3$s'"),
    UNKNOWN_KIND("TNN007", "unknown kind '%1$s'", "the kinds are: pointwise, reduction, composite, native, view, update"),
    FOREIGN_KEY("TNN008", "'%1$s' has no meaning for kind '%2$s'", "remove it, or change the kind to %3$s"),
    UNKNOWN_MIXIN("TNN009", "unknown mixin '%1$s'", "declare it under 'mixins:' in this file"),
    EXPRESSION("TNN010", "expected %1$s, found %2$s", "%3$s"),
    SIGNATURE("TNN011", "in the signature: expected %1$s, found %2$s", "%3$s"),
    UNKNOWN_NAME("TNN012", "unknown name '%1$s'", "known here: %2$s"),
    UNKNOWN_FUNCTION("TNN013", "unknown function '%1$s'", "%2$s"),
    ARITY("TNN014", "%1$s takes %2$s, and is given %3$s", "its form is %4$s"),
    UNKNOWN_ARGUMENT("TNN015", "%2$s has no parameter '%1$s'", "its form is %3$s"),
    TYPE("TNN016", "expected %1$s, found %2$s", "%3$s"),
    DEFAULT("TNN017", "'%1$s' is no default of %2$s", "write %3$s"),
    CONSTANT("TNN018", "'%1$s' is no constant of '%2$s'", "the constants are: %3$s"),
    DUPLICATE_NAME("TNN019", "the name '%1$s' is used twice", "rename one of the two"),
    NO_GRADIENT("TNN020", "'%1$s' of %2$s has no gradient", "add '%3$s', or 'nograd:' with '%1$s: the reason'"),
    NO_DOC("TNN021", "%1$s has no doc", "add 'doc:' with a sentence that says what it computes"),
    NO_KINKS("TNN022", "the formula of %1$s has a kink at %2$s that 'kinks' does not declare",
        "add 'kinks:' with '%2$s: the subgradient there'"),
    NO_KERNEL("TNN023", "%1$s has no kernel for %2$s", "%3$s"),
    DUPLICATE_OPERATOR("TNN024", "the operator '%1$s' is declared twice", "the other is at %2$s; give one an overload tag, '%1$s/tag'"),
    DUPLICATE_METHOD("TNN025", "%1$s generates the Java method %2$s, which %3$s generates too",
        "give one of them another name with 'java:', or other parameters"),
    IDLE_GRADIENT("TNN026", "'%1$s' cannot have a gradient: %2$s", "remove this line"),
    DUPLICATE_RECORD("TNN027", "%1$s generates the Java class %2$s, which %3$s generates too",
        "give one of them another name with 'record:'"),
    MISSING_CONSTANT("TNN028", "the formulas lack the constant '%1$s' of '%2$s'", "add '%1$s: its formula'"),
    JAVA_NAME("TNN029", "'%1$s' is no %2$s", "%3$s"),
    PARAMETER_ORDER("TNN030", "the required parameter '%1$s' follows one with a default", "move it to the left, or give it a default"),
    NO_RULE("TNN031", "%1$s does not say the shape of its result", "add '%2$s'"),
    IDLE_KINK(Severity.WARNING, "TNN032", "the formula has no kink at %1$s", "remove this line, or write the kink as the formula does"),
    IDLE_REASON(Severity.WARNING, "TNN033", "%1$s has a kernel for '%2$s' and a reason for not having one", "remove the reason"),
    EXPRESSION_SIZE("TNN036", "%1$s has %2$s parts in %3$s levels, every 'let' written out; at most %4$s parts and %5$s levels are allowed",
        "make several operators of it, and a composite of those"),
    YAML_DEPTH("TNN037", "the text is nested %1$s deep here, and a spec at most %2$s", "remove indentation or brackets that are too many"),
    YAML_ALIAS("TNN038", "'*%1$s' repeats another place, which a spec cannot",
        "write it again, or declare what entries share under 'mixins:'"),
    ABSENT_STATE("TNN060", "'%1$s' is read where it may not be there: it is kept if %2$s", "write '%2$s ? ... : ...' around it"),
    NO_MEANING("TNN061", "the setting '%1$s' is not explained", "add '%1$s: what it is, at least 0' under 'settings:'"),
    NO_OPERATOR("TNN039", "the spec declares no operator", "add 'ops:' and an entry below it"),
    SECOND_BODY("TNN063", "'%1$s' has a 'body', and a method as well", "remove the 'java_body' and its method, or the 'body'"),
    FUSED("TNN064", "%1$s has no meaning under 'fused' of kind '%2$s'", "remove it, or write '%3$s: the call of a native operator'"),
    LAYER("TNN062", "%1$s cannot be a layer: %2$s", "%3$s"),
    NAME("TNN070", "'%1$s' cannot be the name of %2$s: %3$s", "%4$s"),
    SAME_NAME("TNN071", "'%1$s' and '%2$s' are both '%3$s' in Java", "rename one of the two"),
    TAKEN_NAME("TNN072", "%1$s '%2$s' is %3$s already", "%4$s"),
    SAME_CLASS("TNN073", "%1$s generates the Java class %2$s, %3$s", "%4$s"),
    ANNOTATION("TNN074", "%1$s", "%2$s"),
    NO_SPEC("TNN075", "there is no spec file '%1$s' among the resources or on the class path",
        "write it to src/main/resources/%1$s, or correct the name here"),
    NO_LIBRARY("TNN076", "%1$s is not the class of a library", "%2$s"),
    NO_CLASS("TNN077", "there is no %1$s", "%2$s"),
    CLASS_FORM("TNN078", "%1$s %2$s", "%3$s"),
    UNWRITTEN("TNN130", "the code of %1$s cannot be generated: %2$s",
        "write it in another way; that the check of the spec did not say so is a gap in Tenon, which its authors want to know"),
    FOLDED_SHAPE("TNN090", "the shape of %1$s does not say what is folded: %2$s", "write 'shape: reduced(%3$s, %4$s, %5$s)'"),
    IDLE_FOLD("TNN091", "'%1$s' of %3$s does not read '%2$s'", "%4$s"),
    COMBINE("TNN092", "'combine %1$s' is not %2$s, and the order of a fold is not said: of %3$s it makes %4$s, or %5$s the other way",
        "combine by a + b, a * b, min(a, b), max(a, b) or their like, and do the rest in 'map' and 'finish'"),
    INIT("TNN093", "'init %1$s' is not neutral in 'combine %2$s': with %3$s it makes %4$s", "%5$s"),
    ADJOINT("TNN094", "the gradient of %1$s by '%2$s' is %3$s where differences say %4$s, at %5$s", "%6$s"),
    BROKEN_DEFAULT("TNN095", "the defaults of %1$s break its requirement '%2$s': %3$s", "write a default for which it holds, or none"),
    IDLE_REQUIRE("TNN096", "the requirement '%1$s' %2$s", "%3$s"),
    FOLD_NAME("TNN097", "'%1$s' of a reduction does not know '%2$s'", "%3$s"),
    IDLE_LET(Severity.WARNING, "TNN098", "nothing reads '%1$s'", "remove this line"),
    SAID_TWICE("TNN110", "%1$s is said here, and by '%2$s' as well", "remove one of the two"),
    IDLE_STATE("TNN140", "the state '%1$s' is never %2$s", "%3$s"),
    IDLE_SETTING(Severity.WARNING, "TNN141", "the step does not read the setting '%1$s'", "remove it, or use it in 'step'"),
    TAKEN_CLASS("TNN142", "%2$s has %3$s of the name '%1$s' already, and programs ask for it by that name",
        "take another name for the class"),
    RANGE("TNN143", "'%1$s' is no range of '%2$s'", "write 'at least 0', 'above 0' or 'in [0, 1)' behind the last comma"),
    NO_INTEGER("TNN080", "%1$s in a formula that is computed in integers", "%2$s"),
    BITS("TNN081", "'%1$s' works on the bits of integers, and this formula is computed in floating point", "%2$s"),
    UNUSED(Severity.WARNING, "TNN082", "%1$s never uses '%2$s'", "%3$s"),
    WRONG_GRADIENT("TNN083", "the gradient of '%1$s' is %2$s at %3$s, where differences of the formula give %4$s",
        "correct it, or say why it differs on purpose: 'surrogate:' with '%1$s: the reason'"),
    WRONG_KINK("TNN084", "the subgradient at %1$s is %2$s, and the derivative by '%3$s' is %4$s below and %5$s above it, at %6$s",
        "write a number from %7$s to %8$s, or say why it differs on purpose: 'surrogate:' with '%3$s: the reason'"),
    DEGENERATE(Severity.WARNING, "TNN085", "the formula of %1$s is %2$s", "%3$s"),
    SURROGATE("TNN087", "'%1$s' has no gradient of its own to be a surrogate", "add '%2$s' with '%1$s: ...', or remove this line"),
    IDLE_SURROGATE(Severity.WARNING, "TNN088", "the gradient of '%1$s' is the derivative of the formula", "remove '%1$s' from 'surrogate'"),
    WITHOUT_G("TNN089", "the gradient of '%1$s' is not proportional to g, the gradient of the result: %2$s", "%3$s"),
    CYCLE("TNN100", "'%1$s' is made of itself: %2$s", "%3$s"),
    OTHERS_PART("TNN101", "'%1$s' is internal to another library: it relies on what its callers there check", "%2$s"),
    RESULT_DTYPE("TNN102", "%1$s is %2$s, where the signature promises %3$s", "%4$s"),
    RESULT_COUNT("TNN103", "expected %1$s results, found %2$s", "%3$s"),
    IN_PLACE("TNN104", "%1$s cannot be written over its first operand: %2$s", "%3$s"),
    ARGUMENT_DTYPE("TNN105", "%1$s takes %2$s for '%3$s', found %4$s", "write 'to(%5$s, %6$s)'"),
    GRADIENT_DTYPE("TNN106", "the gradient of '%2$s' is %1$s, and must be floating", "write 'to(%3$s, %4$s.dtype)', or multiply it by g"),
    GRADIENT_KEY("TNN107", "'%1$s' has no meaning for kind '%2$s'",
        "write 'backward:' with a line for each input, 'input: g * ...', in tensors, g and output"),
    NO_PART_GRADIENT("TNN108", "there is no gradient of '%1$s', whose dtype is %2$s", "%3$s"),
    IDLE_SAVED("TNN109", "no gradient reads the saved '%1$s'", "name it under 'backward:', or remove this line"),
    FUSED_GRADIENTS("TNN160", "'fused' has %1$s, where %2$s is made of %3$s", "%4$s"),
    LAYER_VALUE("TNN161", "the layer %1$s breaks a requirement of %2$s, '%3$s': %4$s", "%5$s"),
    NEGATIVE_SIZE("TNN162", "the size '%1$s' of the result is negative", "%2$s"),
    EXAMPLE("TNN150", "the example of %1$s does not compile: %2$s", "%3$s"),
    NO_EXAMPLE("TNN151", "the tests of %1$s need an example: %2$s", "add 'example:' with a call of it, such as '%3$s'"),
    LAYER_EXAMPLE("TNN152", "the example of %1$s does not tell what its layer %2$s is given", "%3$s"),
    SILENT_EXAMPLE(Severity.WARNING, "TNN153", "the example of %1$s prints nothing", "end it with 'println(...);'"),
    IDLE_MIXIN(Severity.WARNING, "TNN034", "no entry uses the mixin '%1$s'", "remove it");

    private final Severity severity;
    private final String id;
    private final String message;
    private final String fix;

    Diagnostic(String id, String message, String fix) {
        this(Severity.ERROR, id, message, fix);
    }

    Diagnostic(Severity severity, String id, String message, String fix) {
        this.severity = severity;
        this.id = id;
        this.message = message;
        this.fix = fix;
    }

    public Severity severity() {
        return severity;
    }

    /** Stable and unique: {@code TNN012}. */
    public String id() {
        return id;
    }

    String message(Object... args) {
        return message.formatted(args);
    }

    String fix(Object... args) {
        return fix.formatted(args);
    }
}
