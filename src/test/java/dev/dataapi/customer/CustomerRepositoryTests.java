package dev.dataapi.customer;

import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import dev.dataapi.warehouse.Lane;
import dev.dataapi.warehouse.WarehouseTemplate;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.RowCallbackHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

/** Tests for the statements of {@link CustomerRepository}. */
class CustomerRepositoryTests {

	private final WarehouseTemplate lookups = mock();

	private final CustomerRepository repository = new CustomerRepository(new Lane.Lookups(this.lookups, mock()),
			new JsonMapper());

	@ParameterizedTest
	@CsvSource({ "1,1", "2,2", "3,4", "4,4", "5,8", "8,8", "9,16", "64,64", "65,128", "127,128", "128,128" })
	void loadWhenSizeIsNotAPowerOfTwoRoundsItUp(int size, int padded) {
		Statement statement = load(LongStream.range(0, size).boxed().toList());
		assertThat(statement.values()).hasSize(padded);
		assertThat(statement.sql().chars().filter((character) -> character == '?')).hasSize(padded);
	}

	@Test
	void loadWhenPaddedRepeatsTheLastKey() {
		assertThat(load(List.of(1L, 2L, 3L, 4L, 5L)).values()).containsExactly(1L, 2L, 3L, 4L, 5L, 5L, 5L, 5L);
	}

	@Test
	void loadWhenThereIsOneKeyComparesIt() {
		assertThat(load(List.of(1L)).sql()).endsWith("WHERE C_CUSTOMER_SK = ?");
	}

	@Test
	void warmUpRunsEveryStatement() {
		this.repository.runEachStatement();
		ArgumentCaptor<String> sql = ArgumentCaptor.captor();
		then(this.lookups).should(times(8)).query(sql.capture(), any(RowCallbackHandler.class), any(Object[].class));
		assertThat(sql.getAllValues()).doesNotHaveDuplicates();
	}

	private Statement load(List<Long> keys) {
		ArgumentCaptor<String> sql = ArgumentCaptor.captor();
		ArgumentCaptor<Object[]> values = ArgumentCaptor.captor();
		this.repository.load(keys, mock());
		then(this.lookups).should().query(sql.capture(), any(RowCallbackHandler.class), values.capture());
		return new Statement(sql.getValue(), values.getValue());
	}

	private record Statement(String sql, Object[] values) {
	}

}
