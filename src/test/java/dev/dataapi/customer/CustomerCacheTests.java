package dev.dataapi.customer;

import java.time.Duration;

import dev.dataapi.FakeTicker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.endsWith;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for how customers are cached.
 */
@SpringBootTest
@AutoConfigureMockMvc
@Import(FakeTicker.class)
class CustomerCacheTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FakeTicker ticker;

	@MockitoSpyBean("lookups")
	private JdbcTemplate lookups;

	/** The start runs each statement once. */
	@BeforeEach
	void forgetTheStart() {
		clearInvocations(this.lookups);
	}

	@Test
	void customerIsCachedFor180Seconds() {
		ask("101");
		this.ticker.advance(Duration.ofSeconds(179));
		ask("101");
		thenQueries(1);
		this.ticker.advance(Duration.ofSeconds(1));
		ask("101");
		thenQueries(2);
	}

	@Test
	void idWithoutCustomerIsCachedToo() {
		ask("888888");
		ask("888888");
		thenQueries(1);
	}

	@Test
	void onlyTheIdsThatAreNotCachedAreRead() {
		ask("201,202");
		ask("201,203,202");
		then(this.lookups).should().query(endsWith("= ?"), any(RowCallbackHandler.class), eq(203L));
		thenQueries(2);
	}

	@Test
	void idBeyond64BitsIsNotQueried() {
		ask("9223372036854775808");
		then(this.lookups).should(never()).query(anyString(), any(RowCallbackHandler.class), any(Object[].class));
	}

	private void ask(String ids) {
		assertThat(this.mvc.get().uri("/customer/" + ids)).hasStatusOk();
	}

	private void thenQueries(int count) {
		then(this.lookups).should(times(count)).query(anyString(), any(RowCallbackHandler.class), any(Object[].class));
	}

}
