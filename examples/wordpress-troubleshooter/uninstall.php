<?php
/** Runs when the plugin is deleted: nothing of the connection stays, neither here nor at the desk. */

namespace Replify_Troubleshooter;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/replify-troubleshooter.php';

try {
	disconnect();
} catch ( Trouble $trouble ) {
	// The desk can't be told now. There it can be cut off, too, and unused it ends by itself.
	forget_connection();
}
