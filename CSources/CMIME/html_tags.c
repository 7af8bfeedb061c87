/* html_tags.c - the tags that do something to the text, and their attributes. */
#include "html_private.h"

/* In order of the names' octets. <table> is a line, not a paragraph: mail nests tables for its layout. <head> is none: its title, styles
 * and scripts are left out one by one, so that a head which does not end takes nothing with it. */
static const mime_html_tag tags[] = {
    {"address", MIME_HTML_AS_LINE},         {"article", MIME_HTML_AS_PARAGRAPH},
    {"aside", MIME_HTML_AS_PARAGRAPH},      {"blockquote", MIME_HTML_AS_PARAGRAPH},
    {"body", MIME_HTML_AS_LINE},            {"br", MIME_HTML_AS_BREAK},
    {"button", MIME_HTML_AS_CELL},          {"caption", MIME_HTML_AS_LINE},
    {"center", MIME_HTML_AS_LINE},          {"dd", MIME_HTML_AS_LINE},
    {"details", MIME_HTML_AS_LINE},         {"dir", MIME_HTML_AS_LIST},
    {"div", MIME_HTML_AS_LINE},             {"dl", MIME_HTML_AS_PARAGRAPH},
    {"dt", MIME_HTML_AS_LINE},              {"fieldset", MIME_HTML_AS_PARAGRAPH},
    {"figcaption", MIME_HTML_AS_LINE},      {"figure", MIME_HTML_AS_PARAGRAPH},
    {"footer", MIME_HTML_AS_LINE},          {"form", MIME_HTML_AS_LINE},
    {"h1", MIME_HTML_AS_PARAGRAPH},         {"h2", MIME_HTML_AS_PARAGRAPH},
    {"h3", MIME_HTML_AS_PARAGRAPH},         {"h4", MIME_HTML_AS_PARAGRAPH},
    {"h5", MIME_HTML_AS_PARAGRAPH},         {"h6", MIME_HTML_AS_PARAGRAPH},
    {"header", MIME_HTML_AS_LINE},          {"hr", MIME_HTML_AS_RULE},
    {"iframe", MIME_HTML_AS_NOTHING},       {"img", MIME_HTML_AS_IMAGE},
    {"legend", MIME_HTML_AS_LINE},          {"li", MIME_HTML_AS_ITEM},
    {"listing", MIME_HTML_AS_PRE},          {"main", MIME_HTML_AS_LINE},
    {"menu", MIME_HTML_AS_LIST},            {"nav", MIME_HTML_AS_LINE},
    {"noembed", MIME_HTML_AS_NOTHING},      {"noframes", MIME_HTML_AS_NOTHING},
    {"ol", MIME_HTML_AS_LIST},              {"option", MIME_HTML_AS_LINE},
    {"p", MIME_HTML_AS_PARAGRAPH},          {"pre", MIME_HTML_AS_PRE},
    {"script", MIME_HTML_AS_NOTHING_AT_ALL}, {"section", MIME_HTML_AS_LINE},
    {"select", MIME_HTML_AS_LINE},          {"style", MIME_HTML_AS_NOTHING_AT_ALL},
    {"summary", MIME_HTML_AS_LINE},         {"table", MIME_HTML_AS_LINE},
    {"tbody", MIME_HTML_AS_LINE},           {"td", MIME_HTML_AS_CELL},
    {"textarea", MIME_HTML_AS_LINE},        {"tfoot", MIME_HTML_AS_LINE},
    {"th", MIME_HTML_AS_CELL},              {"thead", MIME_HTML_AS_LINE},
    {"title", MIME_HTML_AS_NOTHING},        {"tr", MIME_HTML_AS_LINE},
    {"ul", MIME_HTML_AS_LIST},              {"xmp", MIME_HTML_AS_PRE},
};

/* Eight octets of a name as a number: names are in order as these are, and one comparison is one instruction. */
static uint64_t eight(const char *at)
{
    uint64_t number = 0;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | (uint8_t)at[i];
    return number;
}

const mime_html_tag *mime_html_tag_by_name(mime_span name)
{
    if (name.len > MIME_TAG_NAME_MAX) return NULL;
    char key[sizeof tags->name] = {0};
    for (size_t i = 0; i < name.len; i++)
        key[i] = (char)mime_html_lower(name.at[i]);
    uint64_t first = eight(key), second = eight(key + 8);

    size_t low = 0, high = sizeof tags / sizeof *tags;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint64_t other = eight(tags[middle].name);
        if (first == other) return second == eight(tags[middle].name + 8) ? &tags[middle] : NULL; /* no two share eight */
        if (first < other)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_name(mime_span found, const char *name)
{
    size_t i = 0;
    while (i < found.len && name[i] && mime_html_lower(found.at[i]) == (uint8_t)name[i])
        i++;
    return i == found.len && !name[i];
}

mime_span mime_html_attribute(mime_span attributes, const char *name)
{
    const uint8_t *at = attributes.at;
    size_t i = 0, len = attributes.len;
    while (i < len) {
        while (i < len && (mime_html_is_space(at[i]) || at[i] == '/'))
            i++;
        size_t begin = i;
        while (i < len && !mime_html_is_space(at[i]) && at[i] != '/' && (at[i] != '=' || i == begin))
            i++;
        mime_span found = {at + begin, i - begin};
        while (i < len && mime_html_is_space(at[i]))
            i++;
        if (i == len || at[i] != '=') continue; /* it has no value */
        for (i++; i < len && mime_html_is_space(at[i]);)
            i++;
        uint8_t quote = i < len && (at[i] == '"' || at[i] == '\'') ? at[i++] : 0;
        size_t value = i;
        while (i < len && (quote ? at[i] != quote : !mime_html_is_space(at[i])))
            i++;
        if (is_name(found, name)) return (mime_span){at + value, i - value};
        if (quote && i < len) i++;
    }
    return (mime_span){NULL, 0};
}
