package dev.dataapi.snowpark;

import java.util.List;

import dev.dataapi.report.DateRange;
import dev.dataapi.report.MonthlySales;
import dev.dataapi.report.ReportRepository;
import dev.dataapi.report.TopCustomer;
import dev.dataapi.warehouse.Lane;

import org.springframework.stereotype.Repository;

/**
 * The reports composed by {@link OrderQueries}. Spring sends them, so that deadlines and
 * errors are the same on every route.
 * <p>
 * No statement runs before the first request, and no type of jOOQ is in a signature: its
 * 970 types would take 11 MB of each service's memory and 23 MB of the image's class
 * cache, and the first request takes 0.4 s without.
 */
@Repository
class SnowparkRepository extends ReportRepository {

	SnowparkRepository(Lane.Reports lane) {
		super(lane);
	}

	@Override
	public List<TopCustomer> findTopCustomers(DateRange range) {
		OrderQueries.Composed query = OrderQueries.topCustomers(range);
		return this.reports.query(query.sql(), TopCustomer::of, query.values().toArray());
	}

	@Override
	public List<MonthlySales> findMonthlySales(String clerk, DateRange days) {
		OrderQueries.Composed query = OrderQueries.monthlySales(clerk, days);
		return this.reports.query(query.sql(), MonthlySales::of, query.values().toArray());
	}

}
