/** Written by `npm run generate` from openapi.json; not by hand. */

export interface paths {
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of one's area. */
        get: {
            parameters: {
                query?: {
                    /** @description Code word of a role; experts' accounts are listed only when asked for. */
                    role?: string | null;
                    /** @description `invited`, `active` or `closed`. */
                    state?: string | null;
                    /** @description Login after which the page begins. */
                    after?: string | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountPage"];
                    };
                };
            };
        };
        put?: never;
        /** A new account and the link for its person. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewAccountBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invited"];
                    };
                };
                /** @description account.login_taken */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description account.fields */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountItem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes an account for good. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new link after a loss of password or second factor; the old ones and all sign-ins stop. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invited"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another duty or area; 409 when the account changed in the meantime. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description account.stale, account.own */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lifts a lock after failed tries. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Reason"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The province and its cities; public, since the set-up page asks for one. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Areas"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposals of one's area, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `pending`, `approved`, `rejected` or `withdrawn`. */
                    state?: string | null;
                    /** @description Id after which the page goes on. */
                    after?: string | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangePage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One proposal and what it would change. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangeDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves; not by its author. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Approved"];
                    };
                };
                /** @description change.own, change.decided, expert.stale */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Rejects with a reason; not by its author. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Rejection"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description change.own, change.decided */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes one's own proposal back. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description change.not_own, change.decided */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Experts of one's area in the order of their numbers; drafts, which have none, come last. */
        get: {
            parameters: {
                query?: {
                    /** @description A specialty code of any level; everything below it is meant too. */
                    specialty?: string | null;
                    /** @description Six digits of a city, or of the province. */
                    area?: string | null;
                    /** @description `draft`, `active`, `on_leave`, `suspended` or `exited`, as of today. */
                    state?: string | null;
                    /** @description `evaluation` or `review`. */
                    library?: string | null;
                    /** @description `next` of the page before. */
                    after?: string | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExpertPage"];
                    };
                };
                /** @description expert.filter, page.after */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes a new expert. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Addition"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Proposed"];
                    };
                };
                /** @description expert.fields */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/export.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The filtered list as `.xlsx`, names masked; at most 50,000 rows. */
        get: {
            parameters: {
                query?: {
                    /** @description A specialty code of any level; everything below it is meant too. */
                    specialty?: string | null;
                    /** @description Six digits of a city, or of the province. */
                    area?: string | null;
                    /** @description `draft`, `active`, `on_leave`, `suspended` or `exited`, as of today. */
                    state?: string | null;
                    /** @description `evaluation` or `review`. */
                    library?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    };
                };
                /** @description expert.export_too_many */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Experts whose full name or number is exactly the text. It is sent in the body because an address is logged. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SearchBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExpertPage"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One expert; personal values are masked. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExpertView"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/{id}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes other values in a file; 409 with the difference when the file moved on. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Amendment"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Proposed"];
                    };
                };
                /** @description expert.stale, change.open */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description expert.fields, expert.no_change */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to the file and who looked into it, the newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["History"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Proposes another state with reason and day. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StateStep"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Proposed"];
                    };
                };
                /** @description expert.stale, change.open */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description expert.fields, expert.lifecycle */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/experts/{id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One personal field in clear, once it is in the ledger who looked and why. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UnmaskBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Unmasked"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description expert.fields, reason */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What can be imported, and which columns each kind of file has. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KindList"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/import-templates/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An empty workbook with the headers of a kind. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    kind: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports of one's area, the newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Code word of a state. */
                    state?: string | null;
                    /** @description `next` of the page before. */
                    after?: string | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportPage"];
                    };
                };
            };
        };
        put?: never;
        /** Takes a file in; its rows are checked in the background. */
        post: {
            parameters: {
                query: {
                    /** @description Code word of the kind of file. */
                    kind: string;
                    /** @description Name of the edition, for a specialty tree. */
                    edition?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["UploadForm"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Uploaded"];
                    };
                };
                /** @description import.province_only */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.kind, import.file, import.edition_missing, sheet.* */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import with what was refused. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approves another officer's file. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.own */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a file up; it is removed at once. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/refused.xlsx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The refused rows as a workbook: the file's own cells, and why. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": unknown;
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.file_removed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/imports/{id}/submit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands a checked file in for approval. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.not_author */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description import.state, import.nothing, import.edition_incomplete */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets password and second factor. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Acceptance"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description invitation.over */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description account.password, invitation.wrong_code */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What the link is for; using it is another call. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Token"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Opened"];
                    };
                };
                /** @description invitation.over */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the ledger stands. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LedgerState"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest comparison since the service was started, for a page whose answer was cut off. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CheckResult"];
                    };
                };
                /** @description none yet */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        /** Compares the whole database with the ledger; the answer comes when it is done, and the comparison is an entry itself. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CheckResult"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Entries of one's area, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Such as `expert.admitted`. */
                    kind?: string | null;
                    /** @description Such as `expert/ID`. */
                    subject?: string | null;
                    /** @description Number before which the page begins. */
                    before?: number | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntryPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ledger/entries/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One entry, with what its hash is made of and the proof that it is in the tree. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EntryDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where one is signed in. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Devices"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/devices/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends one of one's own sign-ins. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/expert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The signed-in expert's own file in clear, with who looked at what. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OwnExpert"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new password; the other sign-ins end. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordChange"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description sign_in.wrong, sign_in.wrong_code */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description account.password */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pairs in a state, the most alike first. */
        get: {
            parameters: {
                query?: {
                    /** @description `open` unless asked otherwise. */
                    state?: string | null;
                    /** @description The `next` of the page before. */
                    after?: string | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NearPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/near/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides a pair for good. Of two officers the second hears that it is decided. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DecisionBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NearItem"];
                    };
                };
                /** @description near.decided, near.turned */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is this an empty database that waits for its first account? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SetupNeeded"];
                    };
                };
            };
        };
        put?: never;
        /** Makes the first security officer. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Setup"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SetupDone"];
                    };
                };
                /** @description setup.over */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs out here. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description signed out */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Login and password; the second factor follows. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PasswordStep"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ticket"];
                    };
                };
                /** @description sign_in.wrong */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description sign_in.locked */
                423: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An expert's phone number; a code follows by message if the number is known. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PhoneStep"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Ticket"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/phone-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The code from the message; signs in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeStep"];
                };
            };
            responses: {
                /** @description signed in; the cookie is set */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description sign_in.wrong_code, sign_in.ticket_over */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The second factor; signs in. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeStep"];
                };
            };
            responses: {
                /** @description signed in; the cookie is set */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description sign_in.wrong_code, sign_in.ticket_over */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/specialties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The codes of an edition, and which editions there are. */
        get: {
            parameters: {
                query?: {
                    /** @description Id of an edition; without it the one in force. */
                    edition?: string | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tree"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Release, configuration, database and ledger of this process. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["System"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/today": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits for the caller, nothing that does not. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Today"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unit-codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checks a credit code as it was typed. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CodeCheck"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Units, in the order in which they came into the register. */
        get: {
            parameters: {
                query?: {
                    /** @description Part of a name in any writing, or the beginning of a credit code. */
                    text?: string | null;
                    area?: string | null;
                    kind?: string | null;
                    /** @description `known`, `to_resolve` or `merged`; without it all but the merged ones. */
                    state?: string | null;
                    /** @description Id after which the page begins. */
                    after?: string | null;
                    /** @description At most 200. */
                    limit?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnitPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One unit with its names, officers and open pairs. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnitDetail"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{id}/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The unit's credit code. When another unit has it, the answer names that unit so that the two can be merged. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CodeBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description unit.stale, unit.code_taken, unit.merged */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description unit.fields */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{id}/equity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds the unit and whom it holds, through several levels. */
        get: {
            parameters: {
                query?: {
                    /** @description Holdings from the unit, 1 to 4; 2 unless given. */
                    depth?: number | null;
                    /** @description Day on which the holdings stand, YYYY-MM-DD; today in Asia/Shanghai unless given. */
                    on?: string | null;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Equity"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Merges the unit into another, which counts in its place from then on, in experts' files too. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MergeBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description unit.stale, unit.merge_itself, unit.merged, unit.merge_direction */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/units/{id}/names": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A further name under which the unit is found, also by later imports. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NameBody"];
                };
            };
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description unit.stale, unit.name_known, unit.merged */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoint (C2SP tlog-checkpoint). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description nothing is signed yet */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ledger/tile/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A hash tile or an entry bundle (C2SP tlog-tiles). */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description such as 0/x001/234 or entries/000.p/5 */
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                /** @description the signed tree has no such file */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Database and ledger answer too; 503 when one does not. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Acceptance: {
            /** @description Six digits of the authenticator. */
            code: string;
            password: string;
            token: string;
        };
        AccountItem: {
            area: string;
            area_name: string;
            display_name: string;
            id: string;
            last_sign_in_at?: string | null;
            locked_until?: string | null;
            login: string;
            role: string;
            /** @description `invited`, `active`, `locked` or `closed`. */
            state: string;
            /** Format: int32 */
            version: number;
        };
        AccountPage: {
            items: components["schemas"]["AccountItem"][];
            next?: string | null;
            /** Format: int64 */
            total: number;
        };
        Addition: {
            /** @description Values by field, as the import template names them. */
            proposed: {
                [key: string]: string | null;
            };
            reason?: string | null;
        };
        Amendment: {
            /**
             * Format: int32
             * @description Version that the author saw.
             */
            base_version: number;
            /** @description Changed fields only; null clears one. */
            proposed: {
                [key: string]: string | null;
            };
            reason: string;
        };
        Approved: {
            expert_id: string;
        };
        AreaItem: {
            /** @description Six digits (GB/T 2260). */
            code: string;
            name: string;
        };
        Areas: {
            items: components["schemas"]["AreaItem"][];
        };
        ChangeDetail: components["schemas"]["ChangeItem"] & {
            decision_reason?: string | null;
            /** @description Against the file as it stands, or as it stood when decided: personal fields masked. */
            difference: components["schemas"]["FieldDifference"][];
            reason?: string | null;
            /** @description The file moved on since the proposal. */
            stale: boolean;
        };
        ChangeItem: {
            area: string;
            area_name: string;
            author: string;
            created_at: string;
            decided_at?: string | null;
            decided_by?: string | null;
            /** @description Masked name and number of the expert, or the masked name of the one to be added. */
            expert?: string | null;
            expert_id?: string | null;
            id: string;
            /** @description `add`, `amend` or `state`. */
            kind: string;
            /** @description The reader is its author. */
            mine: boolean;
            state: string;
        };
        ChangePage: {
            items: components["schemas"]["ChangeItem"][];
            next?: string | null;
            /** Format: int64 */
            total: number;
        };
        ChangedField: {
            field: string;
        };
        /** @description One thing looked at. */
        Check: {
            /** @description Stable name, for example `encoding`. */
            check: string;
            /** @description What was found, or what to do. */
            message: string;
            ok: boolean;
        };
        CheckResult: {
            checked_at: string;
            /**
             * Format: int64
             * @description Records compared with their newest entry.
             */
            compared_count: number;
            /** Format: int64 */
            problem_count: number;
            /** @description The first of them. */
            problems: components["schemas"]["ProblemItem"][];
            root: string;
            /**
             * Format: int64
             * @description The signed state that the database was compared with.
             */
            size: number;
            /**
             * Format: int64
             * @description Entries that no checkpoint covers yet.
             */
            unsigned_count: number;
        };
        CodeBody: {
            code: string;
            reason: string;
            /**
             * Format: int32
             * @description Version that the officer saw.
             */
            version: number;
        };
        CodeCheck: {
            /** @description The code in its stored form. */
            code?: string | null;
            /** @description What is wrong, and in which place. */
            message?: string | null;
            unit?: components["schemas"]["UnitMention"] | null;
            valid: boolean;
        };
        CodeStep: {
            /** @description Six digits. */
            code: string;
            /** @description What the first step gave. */
            ticket: string;
        };
        ColumnItem: {
            example: string;
            field: string;
            header: string;
            help: string;
            required: boolean;
        };
        /** @description They add up to the number of rows. */
        CountsItem: {
            /** Format: int32 */
            inserted: number;
            /** Format: int32 */
            refused: number;
            /** Format: int32 */
            unchanged: number;
            /** Format: int32 */
            updated: number;
        };
        CreditView: {
            authority: string;
            basis: string;
            document?: string | null;
            field: string;
            from: string;
            kind: string;
            until?: string | null;
        };
        Database: {
            /**
             * Format: int32
             * @description Connections of this process, open and idle.
             */
            connection_count: number;
            idle_count: number;
        };
        DecisionBody: {
            /** @description `merge`, `former`, `alias` or `distinct`. */
            decision: string;
            reason: string;
            /** @description Id of the unit that the officer saw at the right, as the one that stays; refused when it would be the other one. */
            right?: string | null;
        };
        DeclarationView: {
            from: string;
            kind: string;
            note?: string | null;
            unit: components["schemas"]["UnitName"];
            until?: string | null;
        };
        Device: {
            created_at: string;
            /** @description This sign-in itself. */
            current: boolean;
            /** @description Browser and system, for example `Chrome · Windows`. */
            device: string;
            id: string;
            last_seen_at: string;
        };
        Devices: {
            items: components["schemas"]["Device"][];
        };
        EditionItem: {
            id: string;
            in_force_from: string;
            name: string;
        };
        EmploymentView: {
            from_month: string;
            kind: string;
            unit: components["schemas"]["UnitName"];
            until_month?: string | null;
        };
        EntryDetail: {
            actor: string;
            area?: string | null;
            /** @description The body, word for word, as it was hashed; null when it does not open. */
            body?: string | null;
            /** @description What is wrong with the entry, if anything. */
            fault?: string | null;
            /** Format: int64 */
            index: number;
            kind: string;
            /** @description The signed note that the tree holds. */
            leaf: string;
            leaf_hash: string;
            proof?: components["schemas"]["InclusionProof"] | null;
            recorded_at: string;
            /** @description 32 bytes in hexadecimal; with the body they give the hash in the leaf. */
            salt?: string | null;
            subject?: string | null;
        };
        EntryItem: {
            actor: string;
            area?: string | null;
            /** @description What the public sees of it; null when the leaf was altered. */
            hash?: string | null;
            /**
             * Format: int64
             * @description Null while the entry waits for its number.
             */
            index?: number | null;
            kind: string;
            recorded_at: string;
            subject?: string | null;
        };
        EntryPage: {
            items: components["schemas"]["EntryItem"][];
            /**
             * Format: int64
             * @description Give it as `before` for the next page.
             */
            next?: number | null;
        };
        Equity: {
            edges: components["schemas"]["EquityEdge"][];
            nodes: components["schemas"]["EquityNode"][];
            /** @description The day. */
            on: string;
            /** @description There is more within the depth than is shown; ask for less depth. */
            truncated: boolean;
        };
        EquityEdge: {
            control: boolean;
            from?: string | null;
            holder: string;
            /** @description What the holder is registered as. */
            holder_kind: string;
            /** @description Percent, exact. */
            share: string;
            unit: string;
            until?: string | null;
        };
        EquityNode: {
            code?: string | null;
            /**
             * Format: int32
             * @description Holdings from the unit asked for.
             */
            distance: number;
            /** @description Of a unit its id, of a person a name for this answer only. */
            id: string;
            /** @description A kind of unit, or `person`. */
            kind: string;
            /** @description Masked for a person. */
            name: string;
            /** @description Holds for the state, which relates nobody. */
            state_holder: boolean;
        };
        /** @description Why they may be one, and what speaks against it. */
        EvidenceItem: {
            kind: string;
            left: string;
            right: string;
        };
        ExpertItem: {
            area: string;
            area_name: string;
            id: string;
            libraries: string[];
            /** @description Masked: surname, star, 工. */
            name: string;
            number?: string | null;
            specialties: string[];
            /** @description As of today. */
            state: string;
            /** @description The earlier end where there are two terms. */
            term_until?: string | null;
            unit_name?: string | null;
        };
        ExpertPage: {
            items: components["schemas"]["ExpertItem"][];
            next?: string | null;
            /** Format: int64 */
            total: number;
        };
        ExpertView: {
            area: string;
            area_name: string;
            calendar: components["schemas"]["SpanView"][];
            confirmed_on?: string | null;
            credits: components["schemas"]["CreditView"][];
            declarations: components["schemas"]["DeclarationView"][];
            employments: components["schemas"]["EmploymentView"][];
            id: string;
            /**
             * Format: int32
             * @description Order of admission; null while a draft.
             */
            index?: number | null;
            kin: components["schemas"]["KinView"][];
            libraries: components["schemas"]["Membership"][];
            licences: components["schemas"]["LicenceView"][];
            number?: string | null;
            /** @description A proposal about this file that waits for its decision. */
            open_change_id?: string | null;
            panels: components["schemas"]["PanelView"][];
            personal: components["schemas"]["Personal"];
            /** @description As of today. */
            state: string;
            state_from: string;
            state_reason?: string | null;
            state_until?: string | null;
            trained_on?: string | null;
            unit?: components["schemas"]["UnitName"] | null;
            /** Format: int32 */
            version: number;
        };
        /** @description One field of a proposal. */
        FieldDifference: {
            after?: string | null;
            before?: string | null;
            field: string;
        };
        FileRefusalItem: {
            code: string;
            message: string;
        };
        Health: {
            database: boolean;
            /** @description False when numbering or signing of the ledger has stopped. */
            ledger: boolean;
            /** @description `ok` or `degraded`. */
            status: string;
        };
        History: {
            items: components["schemas"]["HistoryEvent"][];
        };
        /** @description One thing that happened to the file, or one look into it. */
        HistoryEvent: {
            /** @description Display name, or `command/NAME` or `system`. */
            actor: string;
            /** @description Fields that changed or were shown. */
            changes: components["schemas"]["ChangedField"][];
            /**
             * Format: int64
             * @description Number in the ledger; null for the moment until it has one.
             */
            index?: number | null;
            /** @description Code word of the ledger's kind. */
            kind: string;
            reason?: string | null;
            recorded_at: string;
        };
        ImportDetail: components["schemas"]["ImportItem"] & {
            /** @description Whether the file is still there; it goes when the import is done or discarded. */
            has_file: boolean;
            refusal?: components["schemas"]["FileRefusalItem"] | null;
            /** @description The first 200; all of them are in `refused.xlsx`. */
            refusals: components["schemas"]["RefusalItem"][];
        };
        ImportItem: {
            approved_by?: string | null;
            area: string;
            area_name: string;
            /** @description Display name; null for an import from the command line. */
            author?: string | null;
            counts: components["schemas"]["CountsItem"];
            created_at: string;
            edition?: string | null;
            finished_at?: string | null;
            id: string;
            kind: string;
            /** @description Uploaded by the caller. */
            mine: boolean;
            progress: components["schemas"]["ProgressItem"];
            /** @description `checking`, `checked`, `submitted`, `importing`, `done`, `refused` or `discarded`. */
            state: string;
        };
        ImportPage: {
            items: components["schemas"]["ImportItem"][];
            next?: string | null;
            /** Format: int64 */
            total: number;
        };
        InclusionProof: {
            /** @description The signed note with this size and root. */
            checkpoint: string;
            /** @description Lowest first, in hexadecimal (RFC 6962, 2.1.1). */
            hashes: string[];
            root: string;
            /** Format: int64 */
            size: number;
        };
        Invited: {
            expires_at: string;
            id: string;
            /** @description For the link to hand over; shown once. */
            invitation_token: string;
        };
        KinView: {
            name: string;
            relation: string;
            unit?: components["schemas"]["UnitName"] | null;
        };
        KindItem: {
            columns: components["schemas"]["ColumnItem"][];
            kind: string;
            /** @description Only pool officers of the province import it. */
            province_only: boolean;
            title: string;
        };
        KindList: {
            items: components["schemas"]["KindItem"][];
        };
        LedgerState: {
            /** Format: int64 */
            pending_count: number;
            /**
             * Format: int64
             * @description Entries numbered so far.
             */
            size: number;
        };
        LicenceView: {
            from: string;
            kind: string;
            number: string;
            unit: components["schemas"]["UnitName"];
            until?: string | null;
        };
        Me: {
            account_id: string;
            /** @description Six digits. */
            area: string;
            area_name: string;
            /** @description To be sent as `x-csrf-token` with every call that changes something. */
            csrf_token: string;
            /** @description The database holds invented data. */
            demo: boolean;
            display_name: string;
            expert_id?: string | null;
            login: string;
            /** @description Code word of the role. */
            role: string;
        };
        Membership: {
            from: string;
            library: string;
            specialties: components["schemas"]["NamedCode"][];
            title: string;
            until: string;
        };
        MergeBody: {
            /** @description Id of the unit that stays. */
            into: string;
            reason: string;
            /**
             * Format: int32
             * @description Version of the unit that goes, as the officer saw it.
             */
            version: number;
        };
        NameBody: {
            /** @description `former`, `alias`, or `present`: then the old present name becomes a former one. */
            kind: string;
            name: string;
            reason: string;
            /**
             * Format: int32
             * @description Version that the officer saw.
             */
            version: number;
        };
        NameItem: {
            id: string;
            /** @description `former` or `alias`. */
            kind: string;
            name: string;
        };
        NamedCode: {
            code: string;
            /** @description The code itself where the edition in force has no name for it. */
            name: string;
        };
        /** @description A pair of units that may be one. All decisions but `distinct` keep the right one. */
        NearItem: {
            decided_at?: string | null;
            evidence: components["schemas"]["EvidenceItem"][];
            id: string;
            left: components["schemas"]["UnitItem"];
            reason?: string | null;
            right: components["schemas"]["UnitItem"];
            /**
             * Format: int32
             * @description 0 to 100.
             */
            score: number;
            /** @description `open`, `merged`, `alias`, `former` or `distinct`. */
            state: string;
        };
        NearPage: {
            items: components["schemas"]["NearItem"][];
            next?: string | null;
            /** Format: int64 */
            total: number;
        };
        NewAccountBody: {
            area: string;
            display_name: string;
            /** @description 3 to 32 of `a-z 0-9 . _ -`. */
            login: string;
            role: string;
        };
        OfficerItem: {
            from: string;
            /** @description Masked. */
            name: string;
            /** @description `legal_representative`, `director`, `supervisor` or `manager`. */
            role: string;
            until?: string | null;
        };
        Opened: {
            area: string;
            display_name: string;
            login: string;
            /** @description Whether the page asks for a password; every link sets one anew. */
            needs_password: boolean;
            role: string;
            /** @description Base32, for typing. */
            totp_secret: string;
            /** @description The same as a picture to scan. */
            totp_svg: string;
            /** @description `otpauth://…`, for authenticators on the same device. */
            totp_uri: string;
        };
        OwnExpert: components["schemas"]["ExpertView"] & {
            history: components["schemas"]["HistoryEvent"][];
        };
        PanelView: {
            evaluated_on: string;
            lot?: string | null;
            outcome: string;
            project_code: string;
            tenderee?: components["schemas"]["UnitName"] | null;
        };
        PasswordChange: {
            /** @description Six digits of the second factor. */
            code: string;
            new_password: string;
            old_password: string;
        };
        PasswordStep: {
            login: string;
            password: string;
        };
        /** @description Personal values, masked or in clear. */
        Personal: {
            address?: string | null;
            bank_account?: string | null;
            bank_name?: string | null;
            id_number: string;
            name: string;
            phone: string;
            second_phone?: string | null;
        };
        PhoneStep: {
            phone: string;
        };
        /** @description The body as it is sent. */
        Problem: {
            /** @description Stable code such as `sign_in.wrong`. */
            code: string;
            difference?: unknown;
            fields?: components["schemas"]["ProblemField"][];
            /** @description A sentence that says what to do. */
            message: string;
            /** Format: int32 */
            status: number;
            title: string;
            /** @description `about:blank`; the code tells the kind. */
            type: string;
        };
        ProblemField: {
            field: string;
            message: string;
        };
        ProblemItem: {
            /** @description `signer`, `tile`, `entry`, `foreign` or `record`. */
            kind: string;
            message: string;
            /** @description Whom it concerns, such as `expert/ID` or `entry 1234`. */
            subject: string;
        };
        ProgressItem: {
            /** Format: int32 */
            done: number;
            /** Format: int32 */
            total: number;
        };
        Proposed: {
            id: string;
        };
        Reason: {
            /** @description Goes to the ledger. */
            reason: string;
        };
        RefusalItem: {
            code: string;
            /** @description Header of the column; null where it is about the row as a whole. */
            column?: string | null;
            field: string;
            message: string;
            /**
             * Format: int32
             * @description As the spreadsheet program numbers it.
             */
            row: number;
        };
        Rejection: {
            reason: string;
        };
        RoleBody: {
            area: string;
            reason: string;
            role: string;
            /**
             * Format: int32
             * @description Version that the officer saw.
             */
            version: number;
        };
        SearchBody: {
            after?: string | null;
            /** Format: int32 */
            limit?: number | null;
            /** @description A full name, expert number, identity number or mobile number. */
            text: string;
        };
        Setup: {
            area: string;
            display_name: string;
            login: string;
            /** @description From the server's terminal. */
            token: string;
        };
        SetupDone: {
            invitation_token: string;
        };
        SetupNeeded: {
            needed: boolean;
        };
        SpanView: {
            ends_at: string;
            kind: string;
            starts_at: string;
        };
        SpecialtyItem: {
            code: string;
            /** Format: int32 */
            level: number;
            name: string;
        };
        StateStep: {
            /** Format: int32 */
            base_version: number;
            /** @description First day. */
            on: string;
            reason: string;
            /** @description `active`, `on_leave`, `suspended` or `exited`. */
            to: string;
            /** @description Last day of a leave or suspension. */
            until?: string | null;
        };
        System: {
            /** @description Effective configuration, secrets masked. */
            config: unknown;
            database: components["schemas"]["Database"];
            doctor: components["schemas"]["Check"][];
            ledger: components["schemas"]["LedgerState"];
            /** @description Release of the service. */
            version: string;
        };
        Task: {
            /** Format: int64 */
            count: number;
            /** @description Day until which it wants doing. */
            due_at?: string | null;
            /** @description Stable word such as `changes_to_decide`. */
            kind: string;
        };
        Ticket: {
            /** @description To be handed in with the second factor within five minutes. */
            ticket: string;
        };
        Today: {
            tasks: components["schemas"]["Task"][];
        };
        Token: {
            token: string;
        };
        Tree: {
            /** @description The edition whose codes these are; null while there is none. */
            edition?: string | null;
            editions: components["schemas"]["EditionItem"][];
            items: components["schemas"]["SpecialtyItem"][];
        };
        UnitDetail: {
            area?: string | null;
            area_name?: string | null;
            branch_of?: components["schemas"]["UnitMention"] | null;
            code?: string | null;
            /** Format: int64 */
            expert_count: number;
            id: string;
            kind: string;
            merged_into?: components["schemas"]["UnitMention"] | null;
            name: string;
            names: components["schemas"]["NameItem"][];
            near: components["schemas"]["NearItem"][];
            officers: components["schemas"]["OfficerItem"][];
            state: string;
            /** Format: int32 */
            version: number;
        };
        /** @description A unit in a list. */
        UnitItem: {
            area?: string | null;
            code?: string | null;
            /**
             * Format: int64
             * @description Experts who work there at present.
             */
            employed_count: number;
            id: string;
            /** @description `company`, `branch`, `government`, `institution`, `state` or `fund`. */
            kind: string;
            name: string;
            /** Format: int64 */
            officer_count: number;
            /** @description `known`, `to_resolve` or `merged`. */
            state: string;
        };
        /** @description A unit that another one names. */
        UnitMention: {
            code?: string | null;
            id: string;
            name: string;
        };
        UnitName: {
            code?: string | null;
            id: string;
            name: string;
        };
        UnitPage: {
            items: components["schemas"]["UnitItem"][];
            next?: string | null;
            /** Format: int64 */
            total: number;
        };
        UnmaskBody: {
            /** @description `name`, `id_number`, `phone`, `second_phone`, `address`, `bank_name` or `bank_account`. */
            field: string;
            /** @description Goes to the ledger; the person reads it too. */
            reason: string;
        };
        Unmasked: {
            value?: string | null;
        };
        UploadForm: {
            /** Format: binary */
            file: string;
        };
        Uploaded: {
            id: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
