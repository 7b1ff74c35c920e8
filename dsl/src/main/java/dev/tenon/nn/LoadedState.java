package dev.tenon.nn;

import java.util.List;

/**
 * What came of loading a state.
 *
 * @param missing names of the layer's state that were not given, and kept their values
 * @param unexpected names that were given and that the layer does not have
 */
public record LoadedState(List<String> missing, List<String> unexpected) {}
