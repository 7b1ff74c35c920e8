package dev.tenon.tensor;

import java.util.List;

/** The results of an operator that has several of different meaning: a generated record. */
public interface Results {
    /** All of them, in the order of the signature. */
    List<Tensor> tensors();
}
