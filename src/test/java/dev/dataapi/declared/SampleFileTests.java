package dev.dataapi.declared;

import java.util.List;

import dev.dataapi.RawRequest;
import dev.dataapi.RunningService;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file of endpoints that comes with the service, on the embedded warehouse.
 */
class SampleFileTests {

	@Test
	void sampleAnswersForEveryRowOfItsTables() throws Exception {
		try (RunningService service = RunningService.start("test", List.of("data-api.endpoints=spec/endpoints.yaml",
				"data-api.lookup.deadline=30s", "data-api.report.deadline=30s"))) {
			JdbcTemplate warehouse = service.bean("lookups", JdbcTemplate.class);
			List<String> items = warehouse.queryForList("SELECT I_ITEM_ID FROM api.data.hybrid_item", String.class);
			assertThat(items).hasSizeGreaterThan(100);
			for (int i = 0; i + 100 <= items.size(); i += 100) {
				RawRequest.Answer products = service.get("/products/" + String.join(",", items.subList(i, i + 100)));
				assertThat(products.status()).as(products.body()).isEqualTo(200);
				assertThat(products.body().split("\"I_ITEM_ID\":")).hasSize(101);
			}
			List<String> stores = warehouse
				.queryForList("SELECT S_STORE_ID || '~' || S_REC_START_DATE FROM api.data.hybrid_store "
						+ "WHERE S_REC_START_DATE IS NOT NULL LIMIT 100", String.class);
			assertThat(service.get("/stores/" + String.join(",", stores)).body().split("\"S_STORE_ID\":"))
				.hasSize(stores.size() + 1);
			assertThat(service.get("/store_history/AAAAAAAACAAAAAAA").body().split("\"S_STORE_ID\":")).hasSize(3);
			assertThat(service.get("/reports/orders_by_priority?priority=1-URGENT").body()).matches(
					"\\[\\{\"O_ORDERPRIORITY\":\"1-URGENT\",\"ORDERS\":\\d+,\"SUM_TOTALPRICE\":\"\\d+\\.\\d\\d\"}]");
		}
	}

}
