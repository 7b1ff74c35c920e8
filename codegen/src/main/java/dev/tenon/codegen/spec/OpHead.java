package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.diagnostic.SourceText;
import dev.tenon.codegen.expr.Expr;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What entries of every kind of operator have, mixins merged in and defaults filled in.
 *
 * @param key the name, with the tag of an overload: {@code max/dim}
 * @param doc what it computes, in sentences
 * @param source the paper or page it comes from
 * @param javaName the Java method
 * @param recordName the Java record of its attributes
 * @param gradFn the name that PyTorch prints for its backward function, where that is not the operator's: by the attribute that is given, or
 *        under {@code "*"}, where {@link OpEntry#PARTS} says that PyTorch shows the last of its parts
 * @param aliases further fluent Java methods
 * @param names further names in the catalogue
 * @param legacy argument names that the catalogue accepts and ignores when null
 * @param fluent whether tensors have it as a method
 * @param shape the sizes of the result: an expression that ends in a shape, or with several results in a list of shapes; null if the
 *        results' own dimensions or the default of the kind say them
 * @param dtype the dtype of the first result, instead of the signature's
 * @param nograd why a parameter has no gradient; the key {@code "*"} stands for all
 * @param surrogate why the gradient of a parameter is, on purpose, not the derivative; the key {@code "*"} stands for all
 * @param missing why a backend has no kernel of its own, or a composite is in part computed on the CPU
 * @param example Java that shows a use
 * @param internal whether only the same library calls it: it is in the class of unchecked operators, has no page, and is not in the catalogue
 * @param fixed catalogue arguments that choose this overload by having exactly these values
 * @param autocast what becomes of its operands within mixed precision; null for what promotion makes of them
 * @param layers the layers without state that are made of it
 * @param at where the key is written
 */
public record OpHead(String key, Signature sig, String doc, @Nullable String source, String javaName, String recordName,
    Map<String, String> gradFn, List<String> aliases, List<String> names, List<String> legacy, boolean fluent, List<Require> requires,
    @Nullable Expr shape, @Nullable Expr dtype, Map<String, String> nograd, Map<String, String> surrogate, Map<String, String> missing,
    @Nullable SourceText example, boolean internal, Map<String, Expr> fixed, @Nullable Autocast autocast, List<LayerSpec> layers,
    Position at) {}
