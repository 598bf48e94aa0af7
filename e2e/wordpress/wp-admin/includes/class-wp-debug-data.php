<?php

class WP_Debug_Data {
	/** What the test says of the site, in the form that WordPress has. */
	public static function debug_data() {
		global $site;
		wp_remote_request( $site['wordpressOrg'], array( 'method' => 'GET', 'timeout' => 10, 'user-agent' => 'WordPress' ) );
		return $site['health'];
	}
}
