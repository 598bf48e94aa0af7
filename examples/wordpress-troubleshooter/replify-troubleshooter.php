<?php
/**
 * Plugin Name:       Replify Troubleshooter
 * Description:       Tells support what it has to know of this site, and brings the answers here.
 * Version:           1.0.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * Author:            Yours
 * License:           Yours: WordPress asks for one that is compatible with the GPL
 * Text Domain:       replify-troubleshooter
 * Domain Path:       /languages
 */

namespace Replify_Troubleshooter;

defined( 'ABSPATH' ) || exit;

// Where support is, and what this plugin is registered as there. Neither is a secret; wp-config.php may say otherwise.
defined( 'REPLIFY_TROUBLESHOOTER_DESK' ) || define( 'REPLIFY_TROUBLESHOOTER_DESK', 'https://desk.example' );
defined( 'REPLIFY_TROUBLESHOOTER_CLIENT_ID' ) || define( 'REPLIFY_TROUBLESHOOTER_CLIENT_ID', 'app_…' );

const VERSION = '1.0.0';
/** The page, and what every name in the database and in forms starts with. */
const SLUG = 'replify-troubleshooter';

require_once __DIR__ . '/includes/desk.php';
require_once __DIR__ . '/includes/connection.php';
require_once __DIR__ . '/includes/connect.php';
require_once __DIR__ . '/includes/report.php';
require_once __DIR__ . '/includes/tickets.php';
require_once __DIR__ . '/includes/actions.php';
require_once __DIR__ . '/includes/views.php';
require_once __DIR__ . '/includes/page.php';

add_action(
	'init',
	function () {
		load_plugin_textdomain( 'replify-troubleshooter', false, dirname( plugin_basename( __FILE__ ) ) . '/languages' );
	}
);
add_action( 'admin_menu', __NAMESPACE__ . '\add_page' );
add_action( 'admin_init', __NAMESPACE__ . '\add_actions' );
add_action( NEWS_HOOK, __NAMESPACE__ . '\look_for_news' );
register_deactivation_hook(
	__FILE__,
	function () {
		wp_clear_scheduled_hook( NEWS_HOOK );
	}
);
