package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;

/** What holds parts and does not compute. */
abstract sealed class Container extends Layer permits ModuleList, ModuleDict, ParameterList, ParameterDict {
    /** @throws ArgumentException always: its parts are called, not it */
    @Override
    public final Tensor forward(Tensor input) {
        throw new ArgumentException(typeName() + ": holds parts and computes nothing\n  try:   call them one by one, or Sequential");
    }
}
