<?php

class WP_Site_Health {
	public static function get_instance() {
		return new self();
	}

	public function can_perform_loopback() {
		return (object) array(
			'status'  => 'critical',
			'message' => 'The loopback request to your site failed.<br>Error: [] cURL error 28: <em>Timeout</em>',
		);
	}
}
