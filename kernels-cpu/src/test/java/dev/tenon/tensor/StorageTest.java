package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import org.junit.jupiter.api.Test;

class StorageTest {
    private final Tensor x = arange(12).reshape(3, 4);

    @Test
    void views_share_the_storage_of_their_base() {
        assertThat(x.view(4, 3).storage()).isEqualTo(x.storage());
        assertThat(x.reshape(2, 6).storage()).isEqualTo(x.storage());
        assertThat(x.t().storage()).isEqualTo(x.storage());
        assertThat(x.get(1).storage()).isEqualTo(x.storage());
        assertThat(x.detach().storage()).isEqualTo(x.storage());
        assertThat(x.expand(2, 3, 4).storage()).isEqualTo(x.storage());
        assertThat(x.get(1).storageOffset()).isEqualTo(4);
        assertThat(x.get(1).storageOffset()).isEqualTo(4);
    }

    @Test
    void copies_have_a_storage_of_their_own() {
        assertThat(x.clone().storage()).isNotEqualTo(x.storage());
        assertThat(x.add(1).storage()).isNotEqualTo(x.storage());
        // The transpose cannot be a row-major vector without moving elements; neither can it be in PyTorch.
        assertThat(x.t().reshape(12).storage()).isNotEqualTo(x.storage());
        assertThat(x.t().contiguous().storage()).isNotEqualTo(x.storage());
        assertThat(x.contiguous().storage()).isEqualTo(x.storage());
    }

    @Test
    void a_storage_has_the_bytes_of_the_whole_and_not_of_the_part() {
        assertThat(x.storage().nbytes()).isEqualTo(96);
        assertThat(x.get(1).storage().nbytes()).isEqualTo(96);
        assertThat(zeros(DType.FLOAT16, 3).storage().nbytes()).isEqualTo(6);
        assertThat(zeros(0).storage().nbytes()).isZero();
        assertThat(Tensor.meta(DType.FLOAT32, 2, 3).storage().nbytes()).isEqualTo(24);
    }
}
