package dev.tenon.codegen.spec;

import dev.tenon.codegen.diagnostic.Position;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Kink;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operator of a spec, with its mixins merged in and its defaults filled in.
 *
 * @param key the name, with the tag of an overload: {@code max/dim}
 * @param doc what it computes, in sentences
 * @param source the paper or page it comes from
 * @param javaName the Java method
 * @param recordName the Java record of its attributes
 * @param gradFn the name that PyTorch prints for its backward function, where that is not the operator's: by the attribute that is given, or
 *        under {@code "*"}, where {@link #PARTS} says that PyTorch shows the last of its parts
 * @param aliases further fluent Java methods
 * @param names further names in the catalogue
 * @param legacy argument names that the catalogue accepts and ignores when null
 * @param fluent whether tensors have it as a method
 * @param inplace whether there is a variant that writes into its first input
 * @param inplaceHost a hand-written Java method that is that variant, where what applies to others does not apply to it: {@code Overlaps.fill}
 * @param writes the tensor parameters that the kernel writes into
 * @param shape the sizes of the result: an expression that ends in a shape, or with several results in a list of shapes; null if the
 *        results' own dimensions or the default of the kind say them
 * @param dtype the dtype of the first result, instead of the signature's
 * @param formula by enum constant; the key {@code ""} holds an only formula
 * @param integer the formulas where the compute dtype is an integer one and they are others, keyed like {@code formula}
 * @param kinks where the formula is not differentiable, with the subgradient that holds there
 * @param grad pointwise gradients by parameter that replace the symbolic derivative, in the parameters, {@code g} and {@code output}
 * @param nograd why a parameter has no gradient; the key {@code "*"} stands for all
 * @param backward gradients by parameter as tensor expressions
 * @param fusedBackward the call that computes all gradients in one kernel
 * @param fusedForward the call of a native operator that computes the same as the body
 * @param body a composite's tensor expression
 * @param javaBody a hand-written Java method that is a composite's body: {@code Composites.name}
 * @param saved values that the forward pass keeps for backward, by name
 * @param cudaKernel a hand-written kernel, or {@link #HOST}
 * @param missing why a backend has no kernel of its own, or a composite is in part computed on the CPU
 * @param rule a hand-written shape and dtype rule: {@code ShapeRules.name}
 * @param view a hand-written rule of a view: {@code ViewRules.name}
 * @param example Java that shows a use
 * @param internal whether only hand-written code of the same library calls it: no public method, no page, not in the catalogue
 * @param fixed catalogue arguments that choose this overload by having exactly these values
 * @param layers the layers without state that are made of it
 * @param at where the key is written
 */
public record OpEntry(String key, Kind kind, Signature sig, String doc, @Nullable String source, String javaName, String recordName,
    Map<String, String> gradFn,
    List<String> aliases, List<String> names, List<String> legacy, boolean fluent, boolean inplace, @Nullable String inplaceHost,
    List<String> writes, List<Require> requires,
    @Nullable Expr shape, @Nullable Expr dtype, Map<String, Expr> formula, Map<String, Expr> integer, List<Kink> kinks,
    Map<String, Expr> grad, Map<String, String> nograd, @Nullable Reduce reduce, Map<String, Expr> backward,
    @Nullable Expr fusedBackward, @Nullable Expr fusedForward, @Nullable Expr body, @Nullable String javaBody, Map<String, Expr> saved,
    @Nullable String cpuKernel, @Nullable String cudaKernel, Map<String, String> missing, @Nullable String rule,
    @Nullable String view, @Nullable String example, boolean internal, Map<String, Expr> fixed, List<LayerSpec> layers, Position at) {

    /** The word in {@code grad_fn} for an operator that has no backward function of its own. */
    public static final String PARTS = "parts";

    /** The word in {@code kernels} that has the CPU compute an operator for another device. */
    public static final String HOST = "host";

    /** Whether the CPU computes it for tensors of a GPU. */
    public boolean isOnHost() {
        return HOST.equals(cudaKernel);
    }

    /** Why there is no kernel of its own for this backend, or null. */
    public @Nullable String missingReason(String backend) {
        return missing.getOrDefault(backend, missing.get("*"));
    }

    /** The key without the tag of an overload: the name under which PyTorch has it. */
    public String name() {
        int tag = key.indexOf('/');
        return tag < 0 ? key : key.substring(0, tag);
    }

    /** The spec file that it is in, by its plain name: {@code conv} for {@code META-INF/tenon/ops/conv.yaml}. */
    public String topic() {
        var file = at.file().substring(at.file().lastIndexOf('/') + 1);
        int end = file.indexOf('.');
        return end < 0 ? file : file.substring(0, end);
    }

    /** The key as tensor expressions write it: {@code max_dim} for {@code max/dim}. */
    public String callName() {
        return key.replace('/', '_');
    }

    /** The parameter of this name, or null. */
    public @Nullable Param param(String name) {
        for (var param : sig.params()) {
            if (param.name().equals(name)) {
                return param;
            }
        }
        return null;
    }

    /** Why this parameter has no gradient, or null if it has one. */
    public @Nullable String nogradReason(String param) {
        return nograd.getOrDefault(param, nograd.get("*"));
    }
}
