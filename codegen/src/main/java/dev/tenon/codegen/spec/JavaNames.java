package dev.tenon.codegen.spec;

import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** The Java names that follow from spec names. */
public final class JavaNames {
    private static final Set<String> KOTLIN = Set.of("as", "fun", "in", "is", "object", "typealias", "typeof", "val", "var", "when");
    private static final Map<String, String> REPLACEMENTS = Map.of("in", "input", "is", "test", "val", "value", "var", "variable", "fun",
        "function", "object", "target", "when", "condition", "as", "kind", "default", "otherwise", "class", "classes");

    /** Methods of every object and of every record of an operator, and what its rule is given: its components cannot be called so. */
    private static final Set<String> MEMBERS = Set.of("call", "clone", "descriptor", "equals", "finalize", "getClass", "gradFn", "hashCode",
        "infer",
        "notify", "notifyAll", "toString", "wait");
    /** Methods of every object that hide a static import of their name. */
    private static final Set<String> INHERITED = Set.of("finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private JavaNames() {}

    /** {@code linalg.vector_norm} is {@code linalgVectorNorm}; a tag behind a slash does not count. */
    public static String method(String key) {
        int tag = key.indexOf('/');
        var name = tag < 0 ? key : key.substring(0, tag);
        var pascal = pascal(name);
        return keepsCase(name) || pascal.isEmpty() ? name : Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
    }

    /** Names without an underscore that begin with a capital, such as {@code T}, stay. */
    private static boolean keepsCase(String name) {
        return !name.isEmpty() && Character.isUpperCase(name.charAt(0)) && name.chars().allMatch(Character::isLetterOrDigit);
    }

    /** {@code max/dim} is {@code MaxDim}, {@code uniform_} is {@code UniformInPlace}. */
    public static String record(String key) {
        return pascal(key) + (key.endsWith("_") && !key.endsWith("__") ? "InPlace" : "");
    }

    private static String pascal(String key) {
        var pascal = new StringBuilder();
        for (var word : key.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                pascal.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return pascal.toString();
    }

    /** {@code negative_slope} is {@code negativeSlope}, {@code UPLO} is {@code uplo}; keywords of Java and Kotlin get another name. */
    public static String parameter(String name) {
        var variable = variable(name);
        return KOTLIN.contains(variable) ? replaced(variable) : variable;
    }

    /** As {@link #parameter}, for what Kotlin does not see as a parameter: a variable, or a part of a record of results. */
    public static String variable(String name) {
        var pascal = pascal(name);
        int capitals = leadingCapitals(name);
        var camel = pascal.isEmpty() ? name : pascal.substring(0, capitals).toLowerCase(Locale.ROOT) + pascal.substring(capitals);
        return SourceVersion.isKeyword(camel) || MEMBERS.contains(camel) ? replaced(camel) : camel;
    }

    private static String replaced(String name) {
        return REPLACEMENTS.getOrDefault(name, name + "Value");
    }

    /** How many letters become small: of a first word in capitals, such as {@code LU_data}, all; otherwise one. */
    private static int leadingCapitals(String name) {
        var first = name.split("[^A-Za-z0-9]+", 2)[0];
        return first.chars().noneMatch(Character::isLowerCase) ? first.length() : 1;
    }

    /** The constant of an enum. */
    public static String constant(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether every object has a method of this name, so that a static import of another one would be hidden. */
    public static boolean isInherited(String method) {
        return INHERITED.contains(method);
    }

    /** Whether every Java file knows a class of this name, which another one of its package would hide. */
    public static boolean isOfJava(String className) {
        try {
            return Modifier.isPublic(Class.forName("java.lang." + className, false, null).getModifiers());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Whether Java or Kotlin keeps this word for itself. */
    public static boolean isKeyword(String name) {
        return SourceVersion.isKeyword(name) || KOTLIN.contains(name);
    }
}
