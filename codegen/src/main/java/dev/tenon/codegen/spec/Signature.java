package dev.tenon.codegen.spec;

import java.util.List;

/**
 * What an operator takes and returns.
 *
 * @param params in order; first all positional ones, then the named ones
 * @param positional how many parameters stand before {@code *}
 * @param results one or more
 * @param listResult whether the one result is a list of tensors
 */
public record Signature(List<Param> params, int positional, List<Result> results, boolean listResult) {
    /** The tensor parameters, in order: the inputs of the call. */
    public List<Param> tensors() {
        return params.stream().filter(Param::isTensor).toList();
    }

    /** The other parameters, in order: the components of the record. */
    public List<Param> attributes() {
        return params.stream().filter(p -> !p.isTensor()).toList();
    }
}
