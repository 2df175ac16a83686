-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PRIVATE.API_OCKAM_OUTLET of 06b to the Ockam image that spec/ockam-outlet.yaml names
-- Costs:    nothing more. The portal is away until the new outlet has enrolled; the API itself goes on
-- Before:   Ockam's image pushed, spec/ copied to @API.PRIVATE.SPECS, and a ticket with a use left (05b)
-- The outlet of 06a moves with 11a, and only if its specification names another image.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PRIVATE.API_OCKAM_OUTLET
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'ockam-outlet.yaml'
  USING (api => '"api:8001"');

SHOW SERVICE CONTAINERS IN SERVICE API.PRIVATE.API_OCKAM_OUTLET;
