<?php

function get_plugin_updates() {
	global $site;
	return array_map(
		function ( $plugin ) {
			return (object) array(
				'Name'    => $plugin['name'],
				'Version' => $plugin['version'],
				'update'  => (object) array( 'new_version' => $plugin['latest'] ),
			);
		},
		$site['updates']
	);
}
